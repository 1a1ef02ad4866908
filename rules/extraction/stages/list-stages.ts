import type { Tracking } from "plr/mlflow";
import { listMarkedRuns } from "../marked-runs.ts";
import { trackingError } from "../tracking-error.ts";
import { type Stage, stages } from "./stage-run-name.ts";

/** The names of the stages' experiments. */
export type StageExperiments = { readonly [stage in Stage]: string };

/** A finished run of a stage, as far as choosing among runs needs it. */
export type ListedStageRun = {
  readonly stage: Stage;
  readonly experiment_id: string;
  readonly run_id: string;
  readonly name: string;
  readonly start_time: number | null;
  readonly end_time: number | null;
  readonly is_synthetic: boolean;
};

/**
 * Lists the finished, active runs of the outlier and imputation experiments in the order of their ids. An experiment
 * that is not there, or whose name several have, has no runs: nothing but the quality of the stages hangs on it.
 *
 * @throws TaskError if the store does not answer
 */
export async function listStages(
  tracking: Tracking,
  experiments: StageExperiments,
): Promise<ListedStageRun[]> {
  const all = await tracking.experiments();
  if (!all.ok) throw trackingError(all.failure);
  const listed: ListedStageRun[] = [];
  for (const stage of stages) {
    const named = all.value.filter(
      (one) => one.kind === "experiment" && one.lifecycle === "active" && one.name === experiments[stage],
    );
    const [only] = named;
    if (only?.kind !== "experiment" || named.length > 1) continue;
    const runs = await listMarkedRuns(tracking, only.experimentId);
    if (!runs.ok) throw trackingError(runs.failure);
    for (const one of runs.value) {
      if (!("run" in one)) continue;
      const { runId: run_id, name, status, lifecycle, startTime: start_time, endTime: end_time } = one.run;
      if (status !== "FINISHED" || lifecycle !== "active") continue;
      const is_synthetic = one.isTagged || name.startsWith("__SYNTHETIC_");
      const { experimentId: experiment_id } = only;
      listed.push({ stage, experiment_id, run_id, name, start_time, end_time, is_synthetic });
    }
  }
  return listed;
}
