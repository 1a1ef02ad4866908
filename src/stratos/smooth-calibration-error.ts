import { normalCdf } from "./normal.ts";
import type { Sample } from "./sample.ts";

/** Gaussian tails beyond so many standard deviations are below 1e-18. */
const REACH = 9;

/**
 * Smooth expected calibration error (Błasiok & Nakkiran 2023): the σ at which
 * {@link smoothCalibrationErrorAt}(σ) = σ. Consistent, without bins.
 *
 * @returns the fixed point, at most 1; 0 if it lies below 1e-6, where residuals cancel at every prediction
 */
export function smoothCalibrationError(sample: Sample): number {
  // smECE falls as σ grows, so smECE(σ) − σ changes sign exactly once.
  let low = 1e-6;
  let high = 1;
  let atLow = smoothCalibrationErrorAt(sample, low) - low;
  let atHigh = smoothCalibrationErrorAt(sample, high) - high;
  if (atLow <= 0) return 0;
  let lastRaised: boolean | null = null;
  for (let step = 0; step < 60; step += 1) {
    const guess = (low * atHigh - high * atLow) / (atHigh - atLow);
    const value = smoothCalibrationErrorAt(sample, guess) - guess;
    // The slope is −1 or steeper, so the guess is no farther off than this.
    if (Math.abs(value) < 1e-14) return guess;
    // The Illinois variant of false position: when a bound stays for the second time, its value is halved.
    if (value > 0) {
      if (lastRaised) atHigh /= 2;
      [low, atLow, lastRaised] = [guess, value, true];
    } else {
      if (lastRaised === false) atLow /= 2;
      [high, atHigh, lastRaised] = [guess, value, false];
    }
  }
  return (low + high) / 2;
}

/**
 * Smoothed calibration error at one bandwidth: ∫ over [0, 1] of |Σ (y_i − p_i)·K(t, p_i)|/n dt, where K is the
 * Gaussian kernel with standard deviation σ, reflected at 0 and 1. Integrated in closed form between the sign
 * changes of the sum, not on a grid.
 *
 * @param sigma bandwidth, greater than 0
 */
export function smoothCalibrationErrorAt(sample: Sample, sigma: number): number {
  const waves = reflectedWaves(sample, sigma);
  const roots = signChanges((t) => density(waves, sigma, t), scanPlaces(waves, sigma));
  let total = 0;
  let before = primitive(waves, sigma, 0);
  for (const end of [...roots, 1]) {
    const after = primitive(waves, sigma, end);
    total += Math.abs(after - before);
    before = after;
  }
  return total / sample.n;
}

/** Residuals at their predictions and at the mirror images of those that reach into [0, 1]. */
interface Waves {
  readonly centres: Float64Array;
  readonly residuals: Float64Array;
}

function reflectedWaves(sample: Sample, sigma: number): Waves {
  const margin = REACH * sigma;
  const images = Math.ceil((1 + margin) / 2);
  const waves: { centre: number; residual: number }[] = [];
  for (const [i, p] of sample.p.entries()) {
    const residual = sample.y[i]! - p;
    for (let k = -images; k <= images; k += 1) {
      for (const centre of [2 * k + p, 2 * k - p]) {
        if (centre >= -margin && centre <= 1 + margin) waves.push({ centre, residual });
      }
    }
  }
  waves.sort((a, b) => a.centre - b.centre);
  return {
    centres: Float64Array.from(waves, (wave) => wave.centre),
    residuals: Float64Array.from(waves, (wave) => wave.residual),
  };
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
  for (const right of places.slice(1)) {
    const atRight = f(right);
    if (atLeft * atRight < 0) roots.push(bisect(f, left, right));
    if (atRight !== 0) [left, atLeft] = [right, atRight];
  }
  return roots;
}

/** The area is flat about a root, so an error of 1e-12 in its place is one of 1e-24 in the area. */
function bisect(f: (t: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const rising = f(high) > 0;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (f(middle) > 0 === rising) high = middle;
    else low = middle;
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
