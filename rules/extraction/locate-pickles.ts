import type { ArtifactLocation, Run, Tracking } from "plr/mlflow";
import { trackingError } from "./tracking-error.ts";

/** Where a run's pickles lie; in words where there is none to read. */
export interface Pickles {
  readonly metrics: ArtifactLocation | "missing" | "unreachable";
  readonly baseline: ArtifactLocation | null;
  readonly features: ArtifactLocation | null;
}

/**
 * Looks for the pickles that extraction reads: that of the metrics and, where the run has them, those of the model of
 * all training people and of their features.
 *
 * @throws TaskError if the store does not answer
 */
export async function locatePickles(tracking: Tracking, run: Run): Promise<Pickles> {
  const metrics = await locate(tracking, run, { folder: "metrics", stem: "metrics" });
  const baseline = await locate(tracking, run, { folder: "baseline_model", stem: "baseline_metrics" });
  const features = await locate(tracking, run, { folder: "dict_arrays", stem: "dictArrays" });
  return {
    metrics,
    baseline: typeof baseline === "string" ? null : baseline,
    features: typeof features === "string" ? null : features,
  };
}

/** The pickle named after the run; else the only one of its kind in the folder, for a run that was renamed. */
async function locate(
  tracking: Tracking,
  run: Run,
  { folder, stem }: { readonly folder: string; readonly stem: string },
): Promise<Pickles["metrics"]> {
  const named = await tracking.locate(run, `${folder}/${stem}_${run.name}.pickle`);
  if (named.ok) return named.value;
  if (named.failure.reason === "artifact-unreachable") return "unreachable";
  if (named.failure.reason !== "artifact-missing") throw trackingError(named.failure);
  const all = await tracking.artifacts(run, folder);
  const own = all.ok ? all.value.filter(({ path }) => isPickleOf(path, `${folder}/${stem}_`)) : [];
  const [only] = own;
  if (only === undefined || own.length > 1) return "missing";
  const found = await tracking.locate(run, only.path);
  return found.ok ? found.value : "missing";
}

function isPickleOf(path: string, start: string): boolean {
  return path.startsWith(start) && path.endsWith(".pickle");
}
