import type { Result, Run, Tracking, Unreadable } from "plr/mlflow";

/** The tags that mark a synthetic run, and nothing else: no other tag is ever looked at. */
const MARKS: readonly (readonly [tag: string, value: RegExp])[] = [
  ["is_synthetic", /^(?:1|true|yes)$/i],
  ["data_source", /synthetic/i],
];

/** A run and whether it carries a tag of synthetic data; or one that cannot be read. */
export type MarkedRun = { readonly run: Run; readonly isTagged: boolean } | Unreadable;

/** Lists the runs of an experiment with their marks. */
export async function listMarkedRuns(
  tracking: Tracking,
  experimentId: string,
): Promise<Result<readonly MarkedRun[]>> {
  const runs = await tracking.taggedRuns(
    experimentId,
    MARKS.map(([tag]) => tag),
  );
  if (!runs.ok) return runs;
  const value = runs.value.map((found): MarkedRun => {
    if (found.kind !== "run") return found;
    const { tags, ...run } = found;
    return { run, isTagged: MARKS.some(([tag, pattern]) => pattern.test(tags.get(tag)?.trim() ?? "")) };
  });
  return { ok: true, value };
}
