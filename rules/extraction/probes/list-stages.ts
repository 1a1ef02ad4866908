import { openTracking } from "plr/mlflow";
import { type ListedStageRun, listStages, type StageExperiments } from "../stages/list-stages.ts";
import { trackingError } from "../tracking-error.ts";

/** The finished runs of the stages before classification, as the store lists them now. Asked in every build. */
export default async function readStages(request: {
  readonly trackingUri: string;
  readonly experiments: StageExperiments;
}): Promise<ListedStageRun[]> {
  const tracking = await openTracking(request.trackingUri);
  if (!tracking.ok) throw trackingError(tracking.failure);
  try {
    return await listStages(tracking.value, request.experiments);
  } finally {
    tracking.value.close();
  }
}
