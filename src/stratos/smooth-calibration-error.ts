import { normalCdf } from "./normal.ts";
import type { Sample } from "./sample.ts";

/** Gaussian tails beyond so many standard deviations are below 1e-18. */
const REACH = 9;

/** A smaller error is told as none. */
const LEAST = 1e-6;

/**
 * Smooth expected calibration error (Błasiok & Nakkiran 2023): the σ at which
 * {@link smoothCalibrationErrorAt}(σ) = σ. Consistent, without bins.
 *
 * @returns the fixed point, at most 1; 0 if it lies below 1e-6, where residuals cancel at every prediction
 */
export function smoothCalibrationError(sample: Sample): number {
  const people = residualsByPrediction(sample);
  const errorAt = (sigma: number): number => smoothedError(people, sigma);
  // smECE falls as σ grows from its value at 0, so smECE(σ) − σ changes sign exactly once, at or below that value.
  let low = 0;
  let high = unsmoothedError(people);
  if (high <= LEAST) return 0;
  let atLow = high;
  let atHigh = errorAt(high) - high;
  let lastRaised: boolean | null = null;
  for (let step = 0; step < 60; step += 1) {
    const guess = (low * atHigh - high * atLow) / (atHigh - atLow);
    const value = errorAt(guess) - guess;
    // The slope is −1 or steeper, so the guess is no farther off than this.
    if (Math.abs(value) < 1e-14) return guess < LEAST ? 0 : guess;
    // The Illinois variant of false position: when a bound stays for the second time, its value is halved.
    if (value > 0) {
      if (lastRaised) atHigh /= 2;
      [low, atLow, lastRaised] = [guess, value, true];
    } else {
      if (lastRaised === false) atLow /= 2;
      [high, atHigh, lastRaised] = [guess, value, false];
    }
  }
  const between = (low + high) / 2;
  return between < LEAST ? 0 : between;
}

/**
 * Smoothed calibration error at one bandwidth: ∫ over [0, 1] of |Σ (y_i − p_i)·K(t, p_i)|/n dt, where K is the
 * Gaussian kernel with standard deviation σ, reflected at 0 and 1. Integrated in closed form between the sign
 * changes of the sum, not on a grid.
 *
 * @param sigma bandwidth, greater than 0
 */
export function smoothCalibrationErrorAt(sample: Sample, sigma: number): number {
  return smoothedError(residualsByPrediction(sample), sigma);
}

/** Residuals y − p in the order of rising p. */
interface Residuals {
  readonly p: Float64Array;
  readonly residuals: Float64Array;
}

function residualsByPrediction({ p, y }: Sample): Residuals {
  const order = Uint32Array.from(p.keys()).sort((a, b) => p[a]! - p[b]!);
  return {
    p: Float64Array.from(order, (i) => p[i]!),
    residuals: Float64Array.from(order, (i) => y[i]! - p[i]!),
  };
}

/** The error without smoothing: only residuals at one and the same prediction cancel. */
function unsmoothedError({ p, residuals }: Residuals): number {
  let total = 0;
  let here = 0;
  for (let i = 0; i < p.length; i += 1) {
    here += residuals[i]!;
    if (p[i] === p[i + 1]) continue;
    total += Math.abs(here);
    here = 0;
  }
  return total / p.length;
}

function smoothedError(people: Residuals, sigma: number): number {
  const waves = reflectedWaves(people, sigma);
  const roots = signChanges((t) => density(waves, sigma, t), scanPlaces(waves, sigma));
  let total = 0;
  let before = primitive(waves, sigma, 0);
  for (const end of [...roots, 1]) {
    const after = primitive(waves, sigma, end);
    total += Math.abs(after - before);
    before = after;
  }
  return total / people.p.length;
}

/** Residuals at their predictions and at the mirror images of those that reach into [0, 1], in rising order. */
interface Waves {
  readonly centres: Float64Array;
  readonly residuals: Float64Array;
}

function reflectedWaves({ p, residuals }: Residuals, sigma: number): Waves {
  const margin = REACH * sigma;
  const images = Math.ceil((1 + margin) / 2);
  const n = p.length;
  const waves = {
    centres: new Float64Array(2 * n * (2 * images + 1)),
    residuals: new Float64Array(2 * n * (2 * images + 1)),
  };
  let count = 0;
  const add = (centre: number, residual: number): void => {
    if (centre < -margin || centre > 1 + margin) return;
    waves.centres[count] = centre;
    waves.residuals[count] = residual;
    count += 1;
  };
  // For each k, 2k − p lies within [2k − 1, 2k] and falls with p, 2k + p within [2k, 2k + 1] and rises.
  for (let k = -images; k <= images; k += 1) {
    for (let i = n - 1; i >= 0; i -= 1) add(2 * k - p[i]!, residuals[i]!);
    for (let i = 0; i < n; i += 1) add(2 * k + p[i]!, residuals[i]!);
  }
  return { centres: waves.centres.subarray(0, count), residuals: waves.residuals.subarray(0, count) };
}

/** Places within [0, 1], at most σ/8 apart wherever a wave is near. */
function scanPlaces(waves: Waves, sigma: number): number[] {
  const step = sigma / 8;
  const places: number[] = [0];
  let last = 0;
  for (const centre of waves.centres) {
    const from = Math.max(last, centre - REACH * sigma);
    const to = Math.min(1, centre + REACH * sigma);
    for (let place = from + step; place < to; place += step) {
      places.push(place);
      last = place;
    }
  }
  places.push(1);
  return places;
}

function signChanges(f: (t: number) => number, places: readonly number[]): number[] {
  const roots: number[] = [];
  let left = places[0]!;
  let atLeft = f(left);
  for (let i = 1; i < places.length; i += 1) {
    const right = places[i]!;
    const atRight = f(right);
    if (atLeft * atRight < 0) roots.push(rootBetween(f, [left, atLeft], [right, atRight]));
    if (atRight !== 0) [left, atLeft] = [right, atRight];
  }
  return roots;
}

type Point = readonly [t: number, value: number];

/**
 * Where f changes its sign, by false position (Illinois). The area is flat about a root, so an error of 1e-12 in its
 * place is one of 1e-24 in the area.
 */
function rootBetween(f: (t: number) => number, from: Point, to: Point): number {
  let [low, atLow] = from;
  let [high, atHigh] = to;
  let last = 0;
  let before = low;
  for (let step = 0; step < 60; step += 1) {
    const guess = (low * atHigh - high * atLow) / (atHigh - atLow);
    const value = f(guess);
    if (value === 0 || Math.abs(guess - before) < 1e-12) return guess;
    before = guess;
    const isLow = value > 0 === atLow > 0;
    if (isLow) {
      if (last === -1) atHigh /= 2;
      [low, atLow, last] = [guess, value, -1];
    } else {
      if (last === 1) atLow /= 2;
      [high, atHigh, last] = [guess, value, 1];
    }
  }
  return (low + high) / 2;
}

/** The sum of waves at t, up to a positive factor. */
function density({ centres, residuals }: Waves, sigma: number, t: number): number {
  let total = 0;
  for (let i = firstWithin(centres, t - REACH * sigma); i < centres.length; i += 1) {
    const distance = (centres[i]! - t) / sigma;
    if (distance > REACH) break;
    total += residuals[i]! * Math.exp(-0.5 * distance * distance);
  }
  return total;
}

/** The integral of the sum of waves from −∞ to t. */
function primitive({ centres, residuals }: Waves, sigma: number, t: number): number {
  let total = 0;
  for (let i = 0; i < centres.length; i += 1) {
    const distance = (t - centres[i]!) / sigma;
    if (distance < -REACH) break;
    total += residuals[i]! * (distance > REACH ? 1 : normalCdf(distance));
  }
  return total;
}

function firstWithin(sorted: Float64Array, least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
