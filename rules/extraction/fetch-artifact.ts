import { openTracking } from "plr/mlflow";
import { trackingError } from "./listing.ts";

/** An artifact that a tracking server holds. */
export type RemoteArtifact = { readonly url: string; readonly size: number | null };

/**
 * Downloads an artifact with the credentials of the environment.
 *
 * @throws TaskError if the server does not give it
 */
export async function fetchArtifact(trackingUri: string, { url, size }: RemoteArtifact): Promise<Uint8Array> {
  const tracking = await openTracking(trackingUri);
  if (!tracking.ok) throw trackingError(tracking.failure);
  try {
    const bytes = await tracking.value.read({ kind: "http", url, size });
    if (!bytes.ok) throw trackingError(bytes.failure);
    return bytes.value;
  } finally {
    tracking.value.close();
  }
}
