import type { InputFailure } from "./failure.ts";
import { failed, ok, type Result } from "./result.ts";

/** Checked labels and predictions of the same people, in the same order. Nobody may write to the arrays. */
export interface Sample {
  /** Labels: 1 for an event (a case), 0 for a control. */
  readonly y: Uint8Array;
  /** Predicted probabilities of an event, finite and within [0, 1]. */
  readonly p: Float64Array;
  readonly n: number;
  /** Number of labels that are 1. */
  readonly events: number;
}

/** A {@link Sample} that holds at least one case and at least one control. */
export interface TwoClassSample extends Sample {
  readonly bothClasses: true;
}

/**
 * Checks labels and predictions and copies them into typed arrays.
 *
 * @param y labels, n of them, each 0 or 1
 * @param p predicted probabilities, n of them
 * @returns a sample with both classes; or the first of: `unequal-length`, `empty`, `not-binary`, `not-finite`,
 *   `out-of-range`, `single-class`
 */
export function validate(y: ArrayLike<number>, p: ArrayLike<number>): Result<TwoClassSample, InputFailure> {
  const sample = validateAnyClass(y, p);
  return sample.ok ? withBothClasses(sample.value) : sample;
}

/**
 * As {@link validate}, but one class alone is accepted: for the measures that are defined then (Brier score,
 * expected calibration error, net benefit).
 *
 * @returns a sample; or the first of: `unequal-length`, `empty`, `not-binary`, `not-finite`, `out-of-range`
 */
export function validateAnyClass(y: ArrayLike<number>, p: ArrayLike<number>): Result<Sample, InputFailure> {
  if (y.length !== p.length) {
    return failed({ reason: "unequal-length", expected: y.length, found: p.length });
  }
  const problem =
    labelFailure(y) ?? probabilityFailure(p) ?? (y.length === 0 ? ({ reason: "empty" } as const) : null);
  if (problem !== null) return failed(problem);
  return ok(trustedSample(Uint8Array.from(y), Float64Array.from(p)));
}

/**
 * Narrows a sample to one with both classes.
 *
 * @returns the same sample; or `single-class`
 */
export function withBothClasses(sample: Sample): Result<TwoClassSample, InputFailure> {
  if (sample.events === 0 || sample.events === sample.n) {
    return failed({ reason: "single-class", n: sample.n, events: sample.events });
  }
  return ok({ ...sample, bothClasses: true });
}

/** Builds a sample without a check or a copy: only from arrays that have been checked before. */
export function trustedSample(y: Uint8Array, p: Float64Array): Sample {
  let events = 0;
  for (const label of y) events += label;
  return { y, p, n: y.length, events };
}

/**
 * The first problem of a list of probabilities, or null.
 *
 * @returns `not-finite`, `out-of-range`, or null if all lie within [0, 1]
 */
export function probabilityFailure(p: ArrayLike<number>): InputFailure | null {
  return finiteFailure(p) ?? offence("out-of-range", p, (value) => value >= 0 && value <= 1);
}

/**
 * The first problem of a list of numbers that must be finite, or null.
 *
 * @returns `not-finite`, or null
 */
export function finiteFailure(values: ArrayLike<number>): InputFailure | null {
  return offence("not-finite", values, (value) => Number.isFinite(value));
}

/**
 * The first problem of a list of labels, or null.
 *
 * @returns `not-binary`, or null if all are 0 or 1
 */
export function labelFailure(y: ArrayLike<number>): InputFailure | null {
  return offence("not-binary", y, (value) => value === 0 || value === 1);
}

/** The predictions of the people with one label, in their order. */
export function predictionsOf(sample: Sample, label: 0 | 1): Float64Array {
  return sample.p.filter((_, index) => sample.y[index] === label);
}

function offence(
  reason: "not-finite" | "not-binary" | "out-of-range",
  values: ArrayLike<number>,
  holds: (value: number) => boolean,
): InputFailure | null {
  let index = -1;
  let count = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (holds(values[i] ?? Number.NaN)) continue;
    if (count === 0) index = i;
    count += 1;
  }
  return count === 0 ? null : { reason, index, count };
}
