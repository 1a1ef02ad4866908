import assert from "node:assert/strict";
import { refitPredictions, validate } from "../../src/stratos/index.ts";
import type { RefitPredictions, Result, TwoClassSample } from "../../src/stratos/index.ts";

/** The value of a result that must be good. */
export function valueOf<Value, Failure>(result: Result<Value, Failure>): Value {
  assert.ok(result.ok, `unexpected failure: ${JSON.stringify(result.ok ? null : result.failure)}`);
  return result.value;
}

/** The failure of a result that must be bad. */
export function failureOf<Value, Failure>(result: Result<Value, Failure>): Failure {
  assert.ok(!result.ok, "a failure was expected");
  return result.failure;
}

/** A sample of both classes. */
export function sampleOf(y: ArrayLike<number>, p: ArrayLike<number>): TwoClassSample {
  return valueOf(validate(y, p));
}

/** The matrix P from its rows, one per person. */
export function refitsOf(rows: readonly (readonly number[])[]): RefitPredictions {
  return valueOf(refitPredictions(rows.flat(), rows.length));
}

/** Asserts that a number lies within a tolerance, relative beyond 1; NaN never does. */
export function close(actual: number, expected: number, tolerance = 1e-10, what = ""): void {
  const off = Math.abs(actual - expected);
  assert.ok(
    off <= tolerance * Math.max(1, Math.abs(expected)),
    `${what} expected ${expected}, got ${actual} (off by ${off})`,
  );
}

/** {@link close} for each of many numbers. */
export function allClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 1e-10,
  what = "",
): void {
  assert.equal(actual.length, expected.length, `${what} length`);
  for (let i = 0; i < expected.length; i += 1) {
    close(actual[i] ?? Number.NaN, expected[i] ?? Number.NaN, tolerance, `${what}[${i}]`);
  }
}

/** The labels and predictions of the worked examples. */
export const Y = [0, 0, 1, 0, 1, 0, 1, 1, 0, 1];
export const P = [0.1, 0.2, 0.3, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
export const Q = [0.2, 0.1, 0.6, 0.3, 0.3, 0.4, 0.5, 0.9, 0.7, 0.8];
