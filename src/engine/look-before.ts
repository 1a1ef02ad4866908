import { isOlder } from "./file-table.ts";
import type { FoundInput } from "./host.ts";
import type { Plan } from "./plan.ts";
import type { Step } from "./steps.ts";

/** What a step's inputs looked like before it ran. */
export interface Before {
  /** Whether one that was looked at looks otherwise now. */
  readonly hasMoved: (path: string) => boolean;
  /** Whether a discovered one has moved since the step named it or, where nobody looked then, since the step began. */
  readonly hasMovedSince: (found: FoundInput) => boolean;
}

/** Looks at inputs before a step runs. */
export function lookBefore(step: Step, paths: readonly string[], { files, host }: Plan): Before {
  const tuples = new Map(paths.map((path) => [path, files.stat(path)?.tuple]));
  // Of this step: another one that finds a file changed makes the table know the new digest.
  const digests = new Map(paths.map((path) => [path, files.knownDigest(path)]));
  const clock = mayName(step) ? host.files.clock() : undefined;
  const tupleOf = (path: string): string | undefined => host.files.stat(path)?.tuple;
  const hasMoved = (path: string): boolean =>
    tupleOf(path) !== tuples.get(path) || !files.confirm(path, digests.get(path));
  return {
    hasMoved,
    hasMovedSince: (found) => {
      const { path } = found;
      if (looksOtherwise(found, host)) return true;
      if (tuples.has(path)) return hasMoved(path);
      // Nobody had read it before. Taken for moved if it may have been written since the step began, be it in the tick in
      // which the step looked at it: the step runs again, and then it is known.
      const stat = host.files.stat(path);
      return stat !== undefined && !isOlder(stat, clock);
    },
  };
}

/** Whether a file looks otherwise than when somebody looked; not where nobody did. */
export function looksOtherwise({ path, seen }: FoundInput, { files }: Plan["host"]): boolean {
  return seen !== undefined && files.stat(path)?.tuple !== (seen === "absent" ? undefined : seen.tuple);
}

/** Whether a step may name what it reads: any task, and a program that lists it. */
function mayName({ node: { rule } }: Step): boolean {
  return rule.action.type === "task" || rule.action.lists !== undefined;
}
