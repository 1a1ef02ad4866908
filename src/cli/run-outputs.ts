import { listRuns, readRunOf } from "./runs.ts";

/** An output as a run left it. */
export interface RecordedOutput {
  readonly path: string;
  readonly digest: string;
  readonly bytes: number;
  readonly step: string;
  /** The run that made it. */
  readonly run: number;
}

/** The outputs that were there after a run, by path, as far as runs are recorded. */
export function outputsAfter(root: string, run: number): ReadonlyMap<string, RecordedOutput> {
  const outputs = new Map<string, RecordedOutput>();
  for (const number of listRuns(root).toReversed()) {
    if (number > run) break;
    for (const event of readRunOf(root, number, ["step.finished", "outputs.removed"])) {
      if (event.type === "outputs.removed") for (const path of event.paths) outputs.delete(path);
      if (event.type !== "step.finished") continue;
      for (const { path, digest, bytes } of event.outputs) {
        outputs.set(path, { path, digest, bytes, step: event.step, run: number });
      }
    }
  }
  return outputs;
}

/** The newest run in which a step made something; undefined where there is none. */
export function newestMaking(root: string): number | undefined {
  return listRuns(root).find((run) =>
    readRunOf(root, run, ["step.finished"]).some(
      (event) => event.type === "step.finished" && event.outputs.length > 0,
    ),
  );
}
