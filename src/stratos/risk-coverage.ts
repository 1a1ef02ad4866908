import type { InputFailure } from "./failure.ts";
import { failed, ok, type Result } from "./result.ts";
import { finiteFailure, labelFailure, type Sample } from "./sample.ts";
import { mean } from "./sum.ts";

/** What is lost if only the k most certain people are decided. */
export interface RiskCoveragePoint {
  readonly k: number;
  /** k/n. */
  readonly coverage: number;
  /** Errors among the k; not whole where k cuts a block of equal uncertainty. */
  readonly errors: number;
  /** errors/k. */
  readonly risk: number;
  /** errors/n: decided and wrong, of everybody (Traub 2024). Never falls. */
  readonly generalisedRisk: number;
  /** The least possible risk at this coverage: all errors last. */
  readonly oracleRisk: number;
}

/** A risk–coverage curve with its areas. */
export interface RiskCoverage {
  /** One point for each k = 1 … n. */
  readonly points: readonly RiskCoveragePoint[];
  /** Mean of the risks. */
  readonly aurc: number;
  /** AURC minus that of the same errors in the best order, exact for this n (Geifman & El-Yaniv 2017). */
  readonly eaurc: number;
  /** Mean of the generalised risks. */
  readonly augrc: number;
}

/**
 * Risk–coverage curve. People are taken from the least uncertainty up; people of equal uncertainty count as their
 * average, so the order of rows has no say.
 *
 * @param uncertainty one finite number per person
 * @param wrong 1 where the decision is an error (see {@link errorsAt}), else 0
 * @returns the curve; or `empty`, `unequal-length`, `not-finite`, `not-binary`
 */
export function riskCoverage(
  uncertainty: Float64Array,
  wrong: Uint8Array,
): Result<RiskCoverage, InputFailure> {
  const problem = inputProblem(uncertainty, wrong);
  if (problem !== null) return failed(problem);
  const n = wrong.length;
  const allErrors = wrong.reduce((total, error) => total + error, 0);
  const points: RiskCoveragePoint[] = [];
  let before = 0;
  for (const block of tiedBlocks(uncertainty)) {
    const share = block.reduce((total, person) => total + wrong[person]!, 0) / block.length;
    const start = points.length;
    for (let inside = 1; inside <= block.length; inside += 1) {
      const k = start + inside;
      const errors = before + share * inside;
      points.push({
        k,
        coverage: k / n,
        errors,
        risk: errors / k,
        generalisedRisk: errors / n,
        oracleRisk: Math.max(0, k - (n - allErrors)) / k,
      });
    }
    // Whole again at the end of a block, whatever the share has rounded to.
    before = Math.round(before + share * block.length);
  }
  const aurc = mean(points.map((point) => point.risk));
  return ok({
    points,
    aurc,
    eaurc: aurc - mean(points.map((point) => point.oracleRisk)),
    augrc: mean(points.map((point) => point.generalisedRisk)),
  });
}

/** 1 for each person whose decision p ≥ threshold differs from the label, else 0. */
export function errorsAt(sample: Sample, threshold: number): Uint8Array {
  return sample.y.map((label, i) => (sample.p[i]! >= threshold === (label === 1) ? 0 : 1));
}

function tiedBlocks(values: Float64Array): number[][] {
  const blocks: number[][] = [];
  let last = Number.NaN;
  for (const person of [...values.keys()].sort((a, b) => values[a]! - values[b]!)) {
    if (values[person] === last) blocks.at(-1)?.push(person);
    else blocks.push([person]);
    last = values[person]!;
  }
  return blocks;
}

function inputProblem(uncertainty: Float64Array, wrong: Uint8Array): InputFailure | null {
  if (uncertainty.length !== wrong.length) {
    return { reason: "unequal-length", expected: uncertainty.length, found: wrong.length };
  }
  if (wrong.length === 0) return { reason: "empty" };
  return finiteFailure(uncertainty) ?? labelFailure(wrong);
}
