import { inverted } from "./inverted.ts";
import { combination, dot, leadingVectors, pointedDown } from "./leading-vectors.ts";
import { solveLeastSquares } from "./solve-least-squares.ts";

/** Signals of people over the same times, one row per person. */
export type Signals = readonly Float64Array[];

/** Components per method. */
const COUNT = 3;

/** Signals less their mean over people. */
function centred(signals: Signals): Float64Array[] {
  const mean = meanSignal(signals);
  return signals.map((signal) => signal.map((value, time) => value - (mean[time] ?? 0)));
}

export function meanSignal(signals: Signals): Float64Array {
  return combination(
    signals,
    signals.map(() => 1 / signals.length),
  );
}

/** Principal components over time, each as far as one standard deviation of its scores moves a signal. */
export function principalComponents(signals: Signals): Float64Array[] {
  const rows = centred(signals);
  const length = rows[0]?.length ?? 0;
  const apply = (vector: Float64Array): Float64Array =>
    combination(
      rows,
      rows.map((row) => dot(row, vector) / (rows.length - 1)),
    );
  return leadingVectors(apply, length, COUNT).map(({ value, vector }) =>
    vector.map((entry) => entry * Math.sqrt(Math.max(0, value))),
  );
}

/** The same components rotated to be simple: varimax without normalising times, then promax with power 4. */
export function rotatedComponents(components: readonly Float64Array[]): Float64Array[] {
  return promax(varimax(components)).map(pointedDown);
}

function varimax(components: readonly Float64Array[]): Float64Array[] {
  const turned = components.map((component) => Float64Array.from(component));
  const p = turned[0]?.length ?? 1;
  for (let round = 0; round < 1000; round += 1) {
    let widest = 0;
    for (let i = 0; i < turned.length; i += 1) {
      for (let j = i + 1; j < turned.length; j += 1) {
        const [x, y] = [turned[i] ?? new Float64Array(), turned[j] ?? new Float64Array()];
        const angle = varimaxAngle(x, y, p);
        widest = Math.max(widest, Math.abs(angle));
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        turned[i] = x.map((value, k) => c * value + s * (y[k] ?? 0));
        turned[j] = y.map((value, k) => c * value - s * (x[k] ?? 0));
      }
    }
    if (widest < 1e-12) break;
  }
  return turned;
}

function varimaxAngle(x: Float64Array, y: Float64Array, p: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let k = 0; k < x.length; k += 1) {
    const [u, v] = [(x[k] ?? 0) ** 2 - (y[k] ?? 0) ** 2, 2 * (x[k] ?? 0) * (y[k] ?? 0)];
    a += u;
    b += v;
    c += u * u - v * v;
    d += 2 * u * v;
  }
  return Math.atan2(d - (2 * a * b) / p, c - (a * a - b * b) / p) / 4;
}

/** As R's promax: least squares on the powered loadings, columns scaled so that factors keep variance 1. */
function promax(loadings: readonly Float64Array[]): Float64Array[] {
  const targets = loadings.map((loading) => loading.map((value) => value * Math.abs(value) ** 3));
  const raw = targets.map((target) => solveLeastSquares(loadings, target));
  const cross = raw.map((x) => raw.map((y) => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0)));
  const scales = inverted(cross).map((row, i) => Math.sqrt(row[i] ?? 0));
  return raw.map((weights, i) =>
    combination(
      loadings,
      weights.map((weight) => weight * (scales[i] ?? 1)),
    ),
  );
}

/** Share of a component's greatest entry below which entries become 0. */
const SOFT = 0.3;

/**
 * Sparse components (Shen & Huang 2008): rank-one fits whose entries over time are softly thresholded, one after
 * another, each as far as one standard deviation of its scores moves a signal.
 */
export function sparseComponents(signals: Signals): Float64Array[] {
  let rows = centred(signals);
  const found: Float64Array[] = [];
  for (let component = 0; component < COUNT; component += 1) {
    const { scores, sparse } = sparsePair(rows);
    found.push(pointedDown(sparse.map((value) => value / Math.sqrt(rows.length - 1))));
    rows = rows.map((row, i) => row.map((value, k) => value - (scores[i] ?? 0) * (sparse[k] ?? 0)));
  }
  return found;
}

/** Scores of length 1, and the sparse entries that go with them. */
function sparsePair(rows: readonly Float64Array[]): { scores: Float64Array; sparse: Float64Array } {
  const apply = (vector: Float64Array): Float64Array =>
    combination(
      rows,
      rows.map((row) => dot(row, vector)),
    );
  let along = leadingVectors(apply, rows[0]?.length ?? 0, 1)[0]?.vector ?? new Float64Array();
  let scores = new Float64Array();
  let sparse = new Float64Array();
  for (let step = 0; step < 500; step += 1) {
    scores = unit(Float64Array.from(rows, (row) => dot(row, along)));
    sparse = softened(combination(rows, scores));
    const next = unit(sparse);
    const moved = Math.sqrt(next.reduce((sum, value, k) => sum + (value - (along[k] ?? 0)) ** 2, 0));
    along = next;
    if (moved < 1e-12) break;
  }
  return { scores, sparse };
}

function softened(vector: Float64Array): Float64Array<ArrayBuffer> {
  const threshold = SOFT * vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Float64Array.from(vector, (value) => Math.sign(value) * Math.max(0, Math.abs(value) - threshold));
}

function unit(vector: Float64Array): Float64Array<ArrayBuffer> {
  const length = Math.sqrt(dot(vector, vector));
  return Float64Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}
