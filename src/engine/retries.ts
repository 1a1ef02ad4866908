import type { Hasher } from "./digest.ts";
import type { Failure } from "./failure.ts";

/** How often a step that failed is tried again, and after how long. Times are seconds. */
export interface Retries {
  readonly times: number;
  /** Before the first retry; doubled for each that follows. Default 1. */
  readonly delay?: number;
  /** No wait is longer. Default 60. */
  readonly longest?: number;
}

/** What a rule says, in one form. @throws RangeError for what is no number of times or seconds */
export function retriesOf(declared: number | Retries | undefined): Retries | undefined {
  if (declared === undefined) return undefined;
  const retries = typeof declared === "number" ? { times: declared } : declared;
  const { times, delay = DELAY, longest = LONGEST } = retries;
  if (!Number.isInteger(times) || times < 0) throw new RangeError(`retries are a whole number, not ${times}`);
  if (!(delay >= 0 && longest >= 0)) throw new RangeError("a delay between retries is a number of seconds");
  return retries;
}

const DELAY = 1;
const LONGEST = 60;

/**
 * The wait before a step's next attempt, ms: exponential, of which between a half and all is waited, so that steps
 * which failed together do not come back together. The same for the same step and attempt.
 */
export function delayBefore(
  step: string,
  failures: number,
  { retries: { delay = DELAY, longest = LONGEST }, hasher }: { retries: Retries; hasher: Hasher },
): number {
  const whole = Math.min(delay * 2 ** (failures - 1), longest) * 1000;
  const share = Number.parseInt(hasher.text(`${step} ${failures}`).slice(0, 8), 16) / 2 ** 32;
  return Math.round(whole * (0.5 + share / 2));
}

/** Only what a process or a task did may go otherwise another time; a missing or undeclared output will not. */
export function mayPass({ reason }: Failure): boolean {
  return reason === "exited" || reason === "killed" || reason === "timed-out" || reason === "task-failed";
}
