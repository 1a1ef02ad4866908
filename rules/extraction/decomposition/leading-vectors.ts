import { seededGenerator } from "plr/stratos/generator";
import { orthonormalBasis } from "plr/stratos/least-squares";

/** A symmetric, positive semi-definite operator on vectors of a fixed length. */
export type Operator = (vector: Float64Array) => Float64Array;

/** An eigenvalue with its vector of length 1. */
export interface Leading {
  readonly value: number;
  readonly vector: Float64Array;
}

/** Vectors iterated beyond those wanted: the gap to what is left out decides how fast the wanted ones settle. */
const GUARD = 7;
const MOST_STEPS = 500;
const TOLERANCE = 1e-13;

/**
 * The greatest eigenvalues of an operator, by subspace iteration with a Rayleigh–Ritz step each time. A vector's
 * entry of greatest size is negative, so that a constriction points down.
 *
 * @returns `count` of them, greatest first; fewer where the space is smaller
 */
export function leadingVectors(apply: Operator, length: number, count: number): Leading[] {
  const generator = seededGenerator("leading vectors", String(length));
  const start = Array.from({ length: Math.min(length, count + GUARD) }, () =>
    Float64Array.from({ length }, () => generator.unit() - 0.5),
  );
  let basis = orthonormalBasis(start);
  let values: readonly number[] = [];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const images = basis.map(apply);
    const small = jacobi(basis.map((vector) => images.map((image) => dot(vector, image))));
    const before = values;
    values = small.slice(0, count).map(({ value }) => value);
    const turned = small.map(({ vector }) => combination(images, vector));
    const settled = values.every(
      (value, i) => Math.abs(value - (before[i] ?? 0)) <= TOLERANCE * (values[0] ?? 0),
    );
    if (settled && step > 0) {
      const own = small.map(({ value, vector }) => ({
        value,
        vector: pointedDown(combination(basis, vector)),
      }));
      return own.slice(0, count);
    }
    basis = orthonormalBasis(turned);
  }
  throw new Error(`the leading vectors have not settled in ${MOST_STEPS} steps`);
}

/** Eigenvalues of a small symmetric matrix, greatest first, by cyclic Jacobi rotations. */
function jacobi(matrix: readonly (readonly number[])[]): Leading[] {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const vectors = matrix.map((_, i) => Float64Array.from({ length: n }, (_one, j) => (i === j ? 1 : 0)));
  const at = (i: number, j: number): number => a[i]?.[j] ?? 0;
  const set = (i: number, j: number, value: number): void => {
    const row = a[i];
    if (row !== undefined) row[j] = value;
  };
  for (let sweep = 0; sweep < 60; sweep += 1) {
    let off = 0;
    for (let p = 0; p < n; p += 1) {
      for (let q = p + 1; q < n; q += 1) {
        off += at(p, q) ** 2;
        if (Math.abs(at(p, q)) < 1e-300) continue;
        const angle = Math.atan2(2 * at(p, q), at(q, q) - at(p, p)) / 2;
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < n; k += 1) {
          const [x, y] = [at(k, p), at(k, q)];
          set(k, p, c * x - s * y);
          set(k, q, s * x + c * y);
        }
        for (let k = 0; k < n; k += 1) {
          const [x, y] = [at(p, k), at(q, k)];
          set(p, k, c * x - s * y);
          set(q, k, s * x + c * y);
        }
        rotate(vectors, [p, q], [c, s]);
      }
    }
    if (off < 1e-26 * at(0, 0) ** 2) break;
  }
  return vectors
    .map((_, i) => ({ value: at(i, i), vector: Float64Array.from(vectors, (row) => row[i] ?? 0) }))
    .toSorted((x, y) => y.value - x.value);
}

function rotate(
  rows: readonly Float64Array[],
  [p, q]: readonly [number, number],
  [c, s]: readonly [number, number],
): void {
  for (const row of rows) {
    const [x, y] = [row[p] ?? 0, row[q] ?? 0];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
}

/** Σ weights[i] · vectors[i]. */
export function combination(vectors: readonly Float64Array[], weights: ArrayLike<number>): Float64Array {
  const total = new Float64Array(vectors[0]?.length ?? 0);
  vectors.forEach((vector, i) => {
    const weight = weights[i] ?? 0;
    for (let k = 0; k < total.length; k += 1) total[k] = (total[k] ?? 0) + weight * (vector[k] ?? 0);
  });
  return total;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i += 1) total += (a[i] ?? 0) * (b[i] ?? 0);
  return total;
}

/** The vector or its opposite, whichever has its entry of greatest size below zero. */
export function pointedDown(vector: Float64Array): Float64Array {
  const greatest = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return greatest > 0 ? vector.map((value) => -value) : vector;
}
