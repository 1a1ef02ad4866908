import type { FitFailure } from "./failure.ts";
import { failed, ok, type Result } from "./result.ts";

const MOST_ITERATIONS = 100;
const TOLERANCE = 1e-10;

/** A logistic regression y ~ intercept + slope·x with its standard errors (from the information at the estimate). */
export interface LogisticLine {
  readonly intercept: number;
  readonly interceptSe: number;
  readonly slope: number;
  readonly slopeSe: number;
}

/**
 * Maximum likelihood of y ~ a + b·x, by iteratively reweighted least squares (Newton's method, halving steps
 * that would lower the likelihood).
 *
 * @param y labels of both classes
 * @param x one finite covariate per label
 * @returns the fit; or `did-not-converge`, as with classes that x separates
 */
export function fitLogisticLine(y: Uint8Array, x: Float64Array): Result<LogisticLine, FitFailure> {
  let a = 0;
  let b = 0;
  let likelihood = logLikelihood(y, x, a, b);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration += 1) {
    const local = lineInformation(y, x, a, b);
    const stepB = local.scoreX / local.sxx;
    const stepA = local.score / local.weight - local.centre * stepB;
    if (!Number.isFinite(stepA) || !Number.isFinite(stepB)) break;
    const factor = acceptedFactor(likelihood, (f) => logLikelihood(y, x, a + f * stepA, b + f * stepB));
    a += factor * stepA;
    b += factor * stepB;
    likelihood = logLikelihood(y, x, a, b);
    if (isSmall(stepA, a) && isSmall(stepB, b)) return ok(lineAt(y, x, a, b));
  }
  return failed({ reason: "did-not-converge", iterations: MOST_ITERATIONS });
}

/**
 * Maximum likelihood of y ~ a + offset, the slope of the offset fixed at 1.
 *
 * @param y labels of both classes
 * @param offset one finite number per label, on the logit scale
 * @returns a with its standard error; or `did-not-converge`
 */
export function fitLogisticIntercept(
  y: Uint8Array,
  offset: Float64Array,
): Result<{ intercept: number; interceptSe: number }, FitFailure> {
  let a = 0;
  let likelihood = logLikelihood(y, offset, a, 1);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration += 1) {
    const local = lineInformation(y, offset, a, 1);
    // Where all weights vanish the Newton step explodes; a step of 10 logits at most still gets there.
    const step = Math.min(10, Math.max(-10, local.score / local.weight));
    const factor = acceptedFactor(likelihood, (f) => logLikelihood(y, offset, a + f * step, 1));
    a += factor * step;
    likelihood = logLikelihood(y, offset, a, 1);
    if (isSmall(step, a)) {
      return ok({ intercept: a, interceptSe: 1 / Math.sqrt(lineInformation(y, offset, a, 1).weight) });
    }
  }
  return failed({ reason: "did-not-converge", iterations: MOST_ITERATIONS });
}

interface Information {
  /** Σ w, w = μ(1 − μ). */
  readonly weight: number;
  /** Weighted mean of x; the slope's terms are taken about it, which keeps the system well conditioned. */
  readonly centre: number;
  readonly sxx: number;
  readonly score: number;
  readonly scoreX: number;
}

function lineInformation(y: Uint8Array, x: Float64Array, a: number, b: number): Information {
  let weight = 0;
  let weightX = 0;
  for (let i = 0; i < y.length; i += 1) {
    const w = binomialWeight(a + b * x[i]!);
    weight += w;
    weightX += w * x[i]!;
  }
  const centre = weightX / weight;
  let sxx = 0;
  let score = 0;
  let scoreX = 0;
  for (let i = 0; i < y.length; i += 1) {
    const eta = a + b * x[i]!;
    const distance = x[i]! - centre;
    const residual = y[i]! - sigmoid(eta);
    sxx += binomialWeight(eta) * distance * distance;
    score += residual;
    scoreX += residual * distance;
  }
  return { weight, centre, sxx, score, scoreX };
}

function lineAt(y: Uint8Array, x: Float64Array, intercept: number, slope: number): LogisticLine {
  const { weight, centre, sxx } = lineInformation(y, x, intercept, slope);
  return {
    intercept,
    interceptSe: Math.sqrt(1 / weight + (centre * centre) / sxx),
    slope,
    slopeSe: 1 / Math.sqrt(sxx),
  };
}

/** The greatest of 1, ½, ¼ … that does not lower the likelihood by more than rounding. */
function acceptedFactor(current: number, likelihoodAt: (factor: number) => number): number {
  const least = current - 1e-12 * (1 + Math.abs(current));
  let factor = 1;
  while (factor > 1e-6 && !(likelihoodAt(factor) >= least)) factor /= 2;
  return factor;
}

function isSmall(step: number, at: number): boolean {
  return Math.abs(step) <= TOLERANCE * (1 + Math.abs(at));
}

function logLikelihood(y: Uint8Array, x: Float64Array, a: number, b: number): number {
  let total = 0;
  for (let i = 0; i < y.length; i += 1) {
    const eta = a + b * x[i]!;
    const signed = y[i] === 1 ? eta : -eta;
    total -= Math.max(0, -signed) + Math.log1p(Math.exp(-Math.abs(signed)));
  }
  return total;
}

function sigmoid(eta: number): number {
  const e = Math.exp(-Math.abs(eta));
  return eta >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/** μ(1 − μ) without the cancellation of 1 − μ near 1. */
function binomialWeight(eta: number): number {
  const e = Math.exp(-Math.abs(eta));
  return e / ((1 + e) * (1 + e));
}
