import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Run, Tracking } from "plr/mlflow";
import { localPath } from "plr/mlflow/artifact-roots";

/** The tags that mark a synthetic run, and nothing else: no other tag is ever looked at. */
const MARKS: readonly (readonly [tag: string, value: RegExp])[] = [
  ["is_synthetic", /^(?:1|true|yes)$/i],
  ["data_source", /synthetic/i],
];

/**
 * Tells the runs that carry a tag of synthetic data. In a file store two small files a run are read instead of all
 * its params and metrics.
 */
export async function syntheticByTag(
  tracking: Tracking,
  experimentId: string,
): Promise<(run: Run) => boolean> {
  if (tracking.kind === "file") {
    const root = resolve(localPath(tracking.uri) ?? tracking.uri);
    return (run) => isMarked((tag) => readTag(join(root, run.folder ?? "", "tags", tag)));
  }
  const runs = await tracking.runs(experimentId);
  const marked = new Set<string>();
  for (const run of runs.ok ? runs.value : []) {
    if (run.kind === "run" && isMarked((tag) => run.tags.get(tag))) marked.add(run.runId);
  }
  return (run) => marked.has(run.runId);
}

function isMarked(valueOf: (tag: string) => string | undefined): boolean {
  return MARKS.some(([tag, value]) => value.test(valueOf(tag) ?? ""));
}

function readTag(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}
