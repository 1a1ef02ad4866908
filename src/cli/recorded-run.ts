import { listRuns } from "./runs.ts";
import { usageError } from "./usage-error.ts";

/** The number of a recorded run, as `41` or `#41`; says what is wrong otherwise. */
export function recordedRun(root: string, word: string): number | undefined {
  const number = Number(word.replace(/^#/, ""));
  if (listRuns(root).includes(number)) return number;
  usageError(`no run ${word === "" ? "was named" : `"${word}" is recorded`}`, "plr runs ls");
  return undefined;
}
