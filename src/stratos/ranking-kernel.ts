import type { RefitPredictions } from "./refit-predictions.ts";
import type { Replicates, Resamples } from "./resamples.ts";

/** K(i, j) for every case i and control j, row by row: the share of refits that rank i above j, ties ½. */
export interface RankingKernel {
  /** The rows of P that are cases, and those that are controls. */
  readonly cases: Uint32Array;
  readonly controls: Uint32Array;
  readonly values: Float64Array;
}

/**
 * The whole kernel of the mean AUROC over refits. Row and column means are enough for its variance (`refitAuroc`);
 * the whole is for resampling people, which this makes exact without the predictions.
 *
 * @param y labels of P's people, each 0 or 1
 * @throws RangeError if the labels are not of P's people
 */
export function rankingKernel(P: RefitPredictions, y: Uint8Array): RankingKernel {
  if (y.length !== P.people) throw new RangeError(`${y.length} labels do not fit ${P.people} people`);
  const rows = (label: number): Uint32Array =>
    Uint32Array.from([...y.keys()].filter((person) => y[person] === label));
  const [cases, controls] = [rows(1), rows(0)];
  const values = new Float64Array(cases.length * controls.length);
  for (const [i, person] of cases.entries()) {
    for (const [j, other] of controls.entries()) {
      values[i * controls.length + j] = shareAbove(P, person, other);
    }
  }
  return { cases, controls, values };
}

/**
 * The mean AUROC over refits in each resample of people: the mean of K over the drawn pairs.
 *
 * @param resamples stratified, of the same people
 * @throws RangeError if the resamples are of another number of people
 */
export function resampledAuroc(kernel: RankingKernel, resamples: Resamples): Replicates {
  const { cases, controls, values } = kernel;
  const people = cases.length + controls.length;
  if (resamples.people !== people) {
    throw new RangeError(`resamples of ${resamples.people} people do not fit ${people}`);
  }
  const times = new Float64Array(people);
  const replicates: number[] = [];
  for (let start = 0; start < resamples.indices.length; start += people) {
    times.fill(0);
    for (let k = start; k < start + people; k += 1) times[resamples.indices[k]!]! += 1;
    let total = 0;
    for (let i = 0; i < cases.length; i += 1) {
      const weight = times[cases[i]!]!;
      if (weight === 0) continue;
      let row = 0;
      for (let j = 0; j < controls.length; j += 1) {
        row += times[controls[j]!]! * values[i * controls.length + j]!;
      }
      total += weight * row;
    }
    replicates.push(total / (cases.length * controls.length));
  }
  return replicates;
}

function shareAbove(P: RefitPredictions, person: number, other: number): number {
  const [own, against] = [person * P.refits, other * P.refits];
  let doubled = 0;
  for (let b = 0; b < P.refits; b += 1) {
    const difference = P.values[own + b]! - P.values[against + b]!;
    if (difference >= 0) doubled += difference > 0 ? 2 : 1;
  }
  return doubled / (2 * P.refits);
}
