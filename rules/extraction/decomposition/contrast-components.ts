import { combination, dot, leadingVectors, pointedDown } from "./leading-vectors.ts";
import type { Signals } from "./components.ts";

/** Ridge, as a share of the mean variance before the light. */
const RIDGE = 0.01;

/**
 * Generalised eigenvectors over people: weighted means of people that vary most under light for what they vary before
 * it. Weights sum to 1 in size, so that a component has the unit of the pupil.
 *
 * @param lit whether a time is under light
 * @param before whether a time is before the first light
 */
export function contrastComponents(
  signals: Signals,
  { lit, before }: { readonly lit: readonly boolean[]; readonly before: readonly boolean[] },
): Float64Array[] {
  const [under, ahead] = [lit, before].map((chosen) => within(signals, chosen));
  const reference = covariance(ahead ?? []);
  const mean = reference.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) / Math.max(1, signals.length);
  const factor = cholesky(
    reference.map((row, i) => row.map((value, j) => value + (i === j ? RIDGE * mean : 0))),
  );
  const rows = under ?? [];
  const times = rows[0]?.length ?? 0;
  const apply = (vector: Float64Array): Float64Array => {
    const weights = backward(factor, vector);
    const course = combination(rows, weights);
    return forward(
      factor,
      Float64Array.from(rows, (row) => dot(row, course) / Math.max(1, times - 1)),
    );
  };
  return leadingVectors(apply, signals.length, 3).map(({ vector }) => {
    const weights = backward(factor, vector);
    const size = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
    return pointedDown(
      combination(
        signals,
        weights.map((weight) => weight / size),
      ),
    );
  });
}

/** Each person's chosen times less their mean. */
function within(signals: Signals, chosen: readonly boolean[]): Float64Array[] {
  return signals.map((signal) => {
    const own = signal.filter((_, time) => chosen[time] === true);
    const mean = own.reduce((sum, value) => sum + value, 0) / Math.max(1, own.length);
    return own.map((value) => value - mean);
  });
}

function covariance(rows: readonly Float64Array[]): Float64Array[] {
  const times = rows[0]?.length ?? 0;
  return rows.map((a) => Float64Array.from(rows, (b) => dot(a, b) / Math.max(1, times - 1)));
}

/** The lower factor L with L·Lᵀ the matrix, which is positive definite. */
function cholesky(matrix: readonly Float64Array[]): Float64Array[] {
  const factor = matrix.map((row) => new Float64Array(row.length));
  matrix.forEach((row, i) => {
    const own = factor[i] ?? new Float64Array();
    for (let j = 0; j <= i; j += 1) {
      const other = factor[j] ?? new Float64Array();
      let left = row[j] ?? 0;
      for (let k = 0; k < j; k += 1) left -= (own[k] ?? 0) * (other[k] ?? 0);
      own[j] = i === j ? Math.sqrt(left) : left / (other[j] ?? 1);
    }
  });
  return factor;
}

/** Solves L·x = b. */
function forward(factor: readonly Float64Array[], b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  factor.forEach((row, i) => {
    let left = x[i] ?? 0;
    for (let k = 0; k < i; k += 1) left -= (row[k] ?? 0) * (x[k] ?? 0);
    x[i] = left / (row[i] ?? 1);
  });
  return x;
}

/** Solves Lᵀ·x = b. */
function backward(factor: readonly Float64Array[], b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let i = factor.length - 1; i >= 0; i -= 1) {
    const row = factor[i] ?? new Float64Array();
    const value = (x[i] ?? 0) / (row[i] ?? 1);
    x[i] = value;
    for (let k = 0; k < i; k += 1) x[k] = (x[k] ?? 0) - (row[k] ?? 0) * value;
  }
  return x;
}
