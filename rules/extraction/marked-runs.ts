import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Outcome, Run, Tracking, Unreadable } from "plr/mlflow";
import { localPath } from "plr/mlflow/artifact-roots";

/** The tags that mark a synthetic run, and nothing else: no other tag is ever looked at. */
const MARKS: readonly (readonly [tag: string, value: RegExp])[] = [
  ["is_synthetic", /^(?:1|true|yes)$/i],
  ["data_source", /synthetic/i],
];

/** A run and whether it carries a tag of synthetic data; or one that cannot be read. */
export type MarkedRun = { readonly run: Run; readonly isTagged: boolean } | Unreadable;

/**
 * Lists the runs of an experiment with their marks. In a file store two small files a run are read instead of all its
 * params and metrics; a database or server tells everything in one go.
 */
export async function listMarkedRuns(
  tracking: Tracking,
  experimentId: string,
): Promise<Outcome<readonly MarkedRun[]>> {
  if (tracking.kind !== "file") {
    const runs = await tracking.runs(experimentId);
    return runs.ok ? marked(runs.value, (run, tag) => run.tags.get(tag)) : runs;
  }
  const root = resolve(localPath(tracking.uri) ?? tracking.uri);
  const runs = await tracking.listRuns(experimentId);
  if (!runs.ok) return runs;
  return marked(runs.value, (run, tag) => readTag(join(root, run.folder ?? "", "tags", tag)));
}

function marked<R extends Run>(
  runs: readonly (R | Unreadable)[],
  valueOf: (run: R, tag: string) => string | undefined,
): { readonly ok: true; readonly value: readonly MarkedRun[] } {
  const value = runs.map((run): MarkedRun => {
    if (run.kind !== "run") return run;
    return { run, isTagged: MARKS.some(([tag, pattern]) => pattern.test(valueOf(run, tag) ?? "")) };
  });
  return { ok: true, value };
}

function readTag(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8").trim() : undefined;
}
