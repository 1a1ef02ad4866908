import { percentileInterval } from "plr/stratos/bootstrap-interval";
import type { Resamples } from "plr/stratos/resamples";
import { predictionsOf, type TwoClassSample } from "plr/stratos/sample";
import type { Configuration } from "./configuration.ts";

/** How much the best of all configurations owes to being chosen on the people it is judged by. */
export interface SelectedBest {
  /** Mean over resamples of (AUROC there of the one that is best there) − (its AUROC among all people). */
  readonly optimism: number;
  /** Mean over resamples of the greatest AUROC in a resample, with its 95 % percentile interval. */
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Bootstrap of the maximum: in every resample of people the best configuration is chosen anew, by the AUROC of the
 * averaged prediction (that of the refits would need every refit's predictions).
 *
 * @param resamples of all people, in the order of the configurations' people
 * @returns null if there is no configuration
 */
export function selectedBest(
  configurations: readonly Configuration[],
  resamples: Resamples,
): SelectedBest | null {
  const [first] = configurations;
  if (first === undefined) return null;
  const kernels = configurations.map(({ people }) => pairKernel(people));
  const drawnCounts = countsOf(first.people.y, resamples);
  const maxima: number[] = [];
  let excess = 0;
  for (const { cases, controls } of drawnCounts) {
    let best = { value: Number.NEGATIVE_INFINITY, apparent: 0 };
    for (const kernel of kernels) {
      const value = weightedMean(kernel.pairs, cases, controls);
      if (value > best.value) best = { value, apparent: kernel.value };
    }
    maxima.push(best.value);
    excess += best.value - best.apparent;
  }
  const limits = percentileInterval(maxima);
  const spread = limits.ok && limits.value.lower < limits.value.upper ? limits.value : null;
  return {
    optimism: excess / maxima.length,
    value: maxima.reduce((sum, value) => sum + value, 0) / maxima.length,
    lower: spread?.lower ?? null,
    upper: spread?.upper ?? null,
  };
}

/** For every (case, control), case by case: 1 if the case ranks above the control, ½ if they tie, else 0. */
interface PairKernel {
  readonly pairs: Float64Array;
  /** The AUROC: the mean of all pairs. */
  readonly value: number;
}

function pairKernel(people: TwoClassSample): PairKernel {
  const cases = predictionsOf(people, 1);
  const controls = predictionsOf(people, 0);
  const pairs = new Float64Array(cases.length * controls.length);
  cases.forEach((own, i) => {
    controls.forEach((other, j) => {
      pairs[i * controls.length + j] = own > other ? 1 : own === other ? 0.5 : 0;
    });
  });
  return { pairs, value: pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length };
}

/** How often a resample holds each case and each control. */
interface Counts {
  readonly cases: Float64Array;
  readonly controls: Float64Array;
}

function countsOf(y: Uint8Array, { people, indices }: Resamples): Counts[] {
  const place = new Uint32Array(people);
  const sizes = [0, 0];
  y.forEach((label, person) => {
    place[person] = sizes[label] ?? 0;
    sizes[label] = (sizes[label] ?? 0) + 1;
  });
  const counts: Counts[] = [];
  for (let start = 0; start < indices.length; start += people) {
    const drawn = { controls: new Float64Array(sizes[0] ?? 0), cases: new Float64Array(sizes[1] ?? 0) };
    for (const person of indices.subarray(start, start + people)) {
      const list = y[person] === 1 ? drawn.cases : drawn.controls;
      const at = place[person] ?? 0;
      list[at] = (list[at] ?? 0) + 1;
    }
    counts.push(drawn);
  }
  return counts;
}

function weightedMean(pairs: Float64Array, cases: Float64Array, controls: Float64Array): number {
  let total = 0;
  for (let i = 0; i < cases.length; i += 1) {
    const weight = cases[i] ?? 0;
    if (weight === 0) continue;
    let row = 0;
    const start = i * controls.length;
    for (let j = 0; j < controls.length; j += 1) row += (pairs[start + j] ?? 0) * (controls[j] ?? 0);
    total += weight * row;
  }
  return total / pairs.length;
}
