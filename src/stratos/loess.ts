import { failed, ok, type Result } from "./result.ts";

/** The share of the points that each local fit uses, unless told. */
export const LOESS_SPAN = 0.75;

/**
 * Why a smoothed value does not exist at `at[index]`. `zero-width`: all neighbours lie at the same distance 0, so
 * there is no bandwidth. `not-estimable`: fewer than three distinct neighbours carry weight and the place is none
 * of them. `out-of-range`: the place lies outside the data; nothing is extrapolated.
 */
export type LoessFailure =
  | { readonly reason: "too-few"; readonly n: number }
  | { readonly reason: "zero-width" | "not-estimable" | "out-of-range"; readonly index: number };

/** Points of a scatter, sorted by x: what {@link loessFit} smooths. */
export interface LoessData {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Locally weighted quadratic regression (Cleveland & Devlin 1988): tricube weights over the ⌊span·n + 1e-5⌋
 * nearest points, least squares without robustness iterations, computed exactly at each place, as R's `loess`
 * with `degree = 2, family = "gaussian", surface = "direct"`. Not clipped.
 *
 * @param data finite x and y of equal length, sorted by x (see {@link sortedByX})
 * @param at the places, within the range of x, in any order
 * @param span share of the points, within (0, 1]; .75 unless told
 * @returns one value per place; or the first failure
 */
export function loessFit(
  data: LoessData,
  at: Float64Array,
  span: number = LOESS_SPAN,
): Result<Float64Array, LoessFailure> {
  const n = data.x.length;
  const neighbours = Math.min(n, Math.floor(n * span + 1e-5));
  if (neighbours < 2) return failed({ reason: "too-few", n });
  const fit = localFitter(neighbours);
  const fitted = new Float64Array(at.length);
  for (let i = 0; i < at.length; i += 1) {
    // Places are often sorted and tied, and a tie has the same fit.
    if (i > 0 && at[i] === at[i - 1]) {
      fitted[i] = fitted[i - 1]!;
      continue;
    }
    const value = fit(data, at[i]!);
    if (typeof value === "string") return failed({ reason: value, index: i });
    fitted[i] = value;
  }
  return ok(fitted);
}

/** Sorts the points of a scatter by x. */
export function sortedByX(x: ArrayLike<number>, y: ArrayLike<number>): LoessData {
  const order = Array.from({ length: x.length }, (_, i) => i).sort((a, b) => x[a]! - x[b]!);
  return {
    x: Float64Array.from(order, (i) => x[i]!),
    y: Float64Array.from(order, (i) => y[i]!),
  };
}

/** One smoothed value at a place, or why there is none. */
export type LocalFit = (
  data: LoessData,
  place: number,
) => number | "zero-width" | "not-estimable" | "out-of-range";

/**
 * A {@link LocalFit} over so many neighbours.
 *
 * @param neighbours at least 2, and at most as many as the data have points
 */
export function localFitter(neighbours: number): LocalFit {
  return (data, place) => {
    const { x } = data;
    if (!(place >= x[0]! && place <= x[x.length - 1]!)) return "out-of-range";
    let start = 0;
    while (start + neighbours < x.length && place - x[start]! > x[start + neighbours]! - place) start += 1;
    const width = Math.max(place - x[start]!, x[start + neighbours - 1]! - place);
    if (width === 0) return "zero-width";
    const window = { data, start, end: start + neighbours, place, width };
    return fitByMoments(window) ?? fitByOrthogonalBasis(window);
  };
}

/** The neighbours of a place, which are the data from `start` to before `end`, and how far the farthest lies. */
interface Window {
  readonly data: LoessData;
  readonly start: number;
  readonly end: number;
  readonly place: number;
  readonly width: number;
}

/**
 * The fit by Cramer's rule on the normal equations, in one pass. Nothing where these are so near to singular that
 * digits would be lost.
 */
function fitByMoments({ data: { x, y }, start, end, place, width }: Window): number | undefined {
  const scale = 1 / width;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let t0 = 0;
  let t1 = 0;
  let t2 = 0;
  for (let i = start; i < end; i += 1) {
    const u = (x[i]! - place) * scale;
    const w = tricube(u);
    const label = y[i]!;
    const wu = w * u;
    const wuu = wu * u;
    s0 += w;
    s1 += wu;
    s2 += wuu;
    s3 += wuu * u;
    s4 += wuu * u * u;
    t0 += w * label;
    t1 += wu * label;
    t2 += wuu * label;
  }
  const c0 = s2 * s4 - s3 * s3;
  const c1 = s2 * s3 - s1 * s4;
  const c2 = s1 * s3 - s2 * s2;
  const determinant = s0 * c0 + s1 * c1 + s2 * c2;
  if (!(determinant > NEARLY_SINGULAR * s0 * s2 * s4)) return undefined;
  return (c0 * t0 + c1 * t1 + c2 * t2) / determinant;
}

/** The fit where neighbours hardly differ: the basis 1, u, u² is made orthogonal under the weights step by step. */
function fitByOrthogonalBasis({ data, start, end, place, width }: Window): number | "not-estimable" {
  const y = data.y.subarray(start, end);
  const distances = data.x.subarray(start, end).map((x) => (x - place) / width);
  const weights = distances.map(tricube);
  let weight = 0;
  let firstMoment = 0;
  let squares = 0;
  let level = 0;
  for (const [i, u] of distances.entries()) {
    const w = weights[i]!;
    weight += w;
    firstMoment += w * u;
    squares += w * u * u;
    level += w * y[i]!;
  }
  const observed = distances.includes(0);
  const centre = firstMoment / weight;
  const constant = squares / weight;
  level /= weight;

  let linear = 0;
  let cross = 0;
  let slope = 0;
  let quartic = 0;
  for (const [i, u] of distances.entries()) {
    const w = weights[i]!;
    const v = u - centre;
    linear += w * v * v;
    cross += w * v * (u * u - constant);
    slope += w * v * (y[i]! - level);
    quartic += w * (u * u) * (u * u);
  }
  if (linear <= DEGENERATE * squares) return observed ? level : "not-estimable";
  slope /= linear;
  const tilt = cross / linear;

  let quadratic = 0;
  let curvature = 0;
  for (const [i, u] of distances.entries()) {
    const w = weights[i]!;
    const bend = u * u - constant - tilt * (u - centre);
    quadratic += w * bend * bend;
    curvature += w * bend * (y[i]! - level - slope * (u - centre));
  }
  const straight = level - slope * centre;
  if (quadratic <= DEGENERATE * quartic) return observed ? straight : "not-estimable";
  return straight + (curvature / quadratic) * (tilt * centre - constant);
}

/** Below this share of the greatest determinant that the moments allow, a dozen digits would no longer be right. */
const NEARLY_SINGULAR = 1e-3;

/** Squared norms below this share of what they came from are rounding: the term is not in the data. */
const DEGENERATE = 1e-20;

/** Weight of a neighbour u bandwidths away, |u| ≤ 1. */
function tricube(u: number): number {
  const size = Math.abs(u);
  const gap = 1 - size * size * size;
  return gap * gap * gap;
}
