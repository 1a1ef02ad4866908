import { openTracking } from "plr/mlflow";
import { type Listing, type ListingRequest, listRuns } from "../listing.ts";
import { trackingError } from "../tracking-error.ts";

/** The runs of the classification experiment, as the store lists them now. Asked in every build. */
export default async function readListing(request: ListingRequest): Promise<Listing> {
  const tracking = await openTracking(request.trackingUri);
  if (!tracking.ok) throw trackingError(tracking.failure);
  try {
    return await listRuns(tracking.value, request);
  } finally {
    tracking.value.close();
  }
}
