import { isRegistered, type Registry } from "../../registry.ts";
import type { ListedStageRun } from "./list-stages.ts";
import { parseStageRunName, type StageRunName } from "./stage-run-name.ts";

/** A run whose metrics say how good a method of a stage is. */
export type ChosenStageRun = ListedStageRun & StageRunName;

/**
 * Chooses the runs of registered methods of the study's kind. Of several with the same method and source the one with
 * the greatest start time is taken, then the greatest run id.
 *
 * @returns by stage, method and source
 */
export function chosenStages(
  runs: readonly ListedStageRun[],
  { registry, isSynthetic }: { readonly registry: Registry; readonly isSynthetic: boolean },
): ChosenStageRun[] {
  const fitting = runs.flatMap((run): ChosenStageRun[] => {
    const name = parseStageRunName(run.stage, run.name);
    if (name === null || run.is_synthetic !== isSynthetic) return [];
    if (!isRegistered(registry, run.stage, name.method)) return [];
    if (run.stage === "imputation" && !isRegistered(registry, "outlier", name.source)) return [];
    return [{ ...run, ...name }];
  });
  const groups = Map.groupBy(fitting, ({ stage, method, source }) => [stage, method, source].join(NUL));
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => group.toSorted(laterFirst).slice(0, 1));
}

const NUL = "\0";

function laterFirst(a: ListedStageRun, b: ListedStageRun): number {
  const [left, right] = [a.start_time ?? 0, b.start_time ?? 0];
  if (left !== right) return right - left;
  return a.run_id < b.run_id ? 1 : -1;
}
