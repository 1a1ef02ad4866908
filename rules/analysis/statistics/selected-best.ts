import { percentileInterval } from "plr/stratos/bootstrap-interval";
import type { Placements } from "plr/stratos/placements";
import type { Resamples } from "plr/stratos/resamples";
import type { Configuration } from "./configuration.ts";

/** How much the best of all configurations owes to being chosen on the people it is judged by. */
export interface SelectedBest {
  readonly best: Configuration;
  /** Mean over resamples of (AUROC there of the one that is best there) − (its AUROC among all people). */
  readonly optimism: number;
  /** Mean over resamples of the greatest AUROC in a resample. */
  readonly mean: number;
  /** 95 % percentile interval of the greatest AUROC in a resample. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Bootstrap of the maximum: in every resample of people the best configuration is chosen anew. The AUROC of a
 * resample is taken to first order from the kernel's row and column means (its Hájek projection), as DeLong's
 * variance is.
 *
 * @param resamples of all people, in the order of the configurations' people
 * @returns null if there is no configuration
 */
export function selectedBest(
  configurations: readonly Configuration[],
  resamples: Resamples,
): SelectedBest | null {
  const [best] = configurations.toSorted((a, b) => b.auroc - a.auroc || a.config_id - b.config_id);
  if (best === undefined) return null;
  const influences = configurations.map(({ kernel, people }) => influence(kernel, people.y));
  const maxima: number[] = [];
  let excess = 0;
  for (let start = 0; start < resamples.indices.length; start += resamples.people) {
    const drawn = resamples.indices.subarray(start, start + resamples.people);
    const chosen = bestOf(configurations, influences, drawn);
    maxima.push(chosen.value);
    excess += chosen.value - chosen.apparent;
  }
  const limits = percentileInterval(maxima);
  const spread = limits.ok && limits.value.lower < limits.value.upper ? limits.value : null;
  return {
    best,
    optimism: excess / maxima.length,
    mean: maxima.reduce((sum, value) => sum + value, 0) / maxima.length,
    lower: spread?.lower ?? null,
    upper: spread?.upper ?? null,
  };
}

/** What a person adds to an AUROC beyond its value: (mean of the person's row or column − value) / class size. */
function influence(kernel: Placements, y: Uint8Array): Float64Array {
  let cases = 0;
  let controls = 0;
  return Float64Array.from(y, (label) => {
    const own = label === 1 ? kernel.cases[cases++] : kernel.controls[controls++];
    const size = label === 1 ? kernel.cases.length : kernel.controls.length;
    return ((own ?? kernel.value) - kernel.value) / size;
  });
}

function bestOf(
  configurations: readonly Configuration[],
  influences: readonly Float64Array[],
  drawn: Uint32Array,
): { readonly value: number; readonly apparent: number } {
  let best = { value: Number.NEGATIVE_INFINITY, apparent: 0 };
  for (const [index, configuration] of configurations.entries()) {
    const own = influences[index];
    let value = configuration.kernel.value;
    for (const person of drawn) value += own?.[person] ?? 0;
    if (value > best.value) best = { value, apparent: configuration.kernel.value };
  }
  return best;
}
