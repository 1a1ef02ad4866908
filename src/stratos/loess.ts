import { failed, success, type Result } from "./result.ts";

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
  return success(fitted);
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
 * A {@link LocalFit} over so many neighbours; it allocates once, however many places and data it is used for.
 *
 * @param neighbours at least 2, and at most as many as the data have points
 */
export function localFitter(neighbours: number): LocalFit {
  const distances = new Float64Array(neighbours);
  const weights = new Float64Array(neighbours);
  return ({ x, y }, place) => {
    if (!(place >= x[0]! && place <= x[x.length - 1]!)) return "out-of-range";
    let start = 0;
    while (start + neighbours < x.length && place - x[start]! > x[start + neighbours]! - place) start += 1;
    const width = Math.max(place - x[start]!, x[start + neighbours - 1]! - place);
    if (width === 0) return "zero-width";

    // The basis 1, u, u² is made orthogonal under the weights step by step; u is the distance in bandwidths.
    let weight = 0;
    let firstMoment = 0;
    let squares = 0;
    let level = 0;
    let observed = false;
    for (let i = 0; i < neighbours; i += 1) {
      const u = (x[start + i]! - place) / width;
      const w = tricube(u);
      distances[i] = u;
      weights[i] = w;
      weight += w;
      firstMoment += w * u;
      squares += w * u * u;
      level += w * y[start + i]!;
      observed ||= u === 0;
    }
    const centre = firstMoment / weight;
    const constant = squares / weight;
    level /= weight;

    let linear = 0;
    let cross = 0;
    let slope = 0;
    let quartic = 0;
    for (let i = 0; i < neighbours; i += 1) {
      const u = distances[i]!;
      const w = weights[i]!;
      const v = u - centre;
      linear += w * v * v;
      cross += w * v * (u * u - constant);
      slope += w * v * (y[start + i]! - level);
      quartic += w * (u * u) * (u * u);
    }
    if (linear <= DEGENERATE * squares) return observed ? level : "not-estimable";
    slope /= linear;
    const tilt = cross / linear;

    let quadratic = 0;
    let curvature = 0;
    for (let i = 0; i < neighbours; i += 1) {
      const u = distances[i]!;
      const w = weights[i]!;
      const bend = u * u - constant - tilt * (u - centre);
      quadratic += w * bend * bend;
      curvature += w * bend * (y[start + i]! - level - slope * (u - centre));
    }
    const straight = level - slope * centre;
    if (quadratic <= DEGENERATE * quartic) return observed ? straight : "not-estimable";
    return straight + (curvature / quadratic) * (tilt * centre - constant);
  };
}

/** Squared norms below this share of what they came from are rounding: the term is not in the data. */
const DEGENERATE = 1e-20;

/** Weight of a neighbour u bandwidths away, |u| ≤ 1. */
function tricube(u: number): number {
  const size = Math.abs(u);
  const gap = 1 - size * size * size;
  return gap * gap * gap;
}
