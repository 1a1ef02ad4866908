import type { Failure } from "../engine/failure.ts";
import { failureLines } from "../report/failure-text.ts";
import { exitCodeOf } from "../report/failures.ts";
import { note } from "./output.ts";
import { lookOf } from "./reporter.ts";

/**
 * Prints a failure.
 *
 * @returns its exit code
 */
export function tellFailure(failure: Failure): number {
  note(failureLines(failure, lookOf(process.stderr)).join("\n"));
  return exitCodeOf(failure);
}
