import type { Resamples } from "plr/stratos/resamples";
import type { Configuration } from "./configuration.ts";

/**
 * The AUROC (mean over refits) of each configuration in each resample of the people, to first order: the mean of the
 * drawn cases' placements plus that of the drawn controls', minus the AUROC. That is the bootstrap of Hájek's
 * projection, whose variance is DeLong's; values may pass 1.
 *
 * @returns resample by resample, one value per configuration in their order
 */
export function resampledAurocs(
  configurations: readonly Configuration[],
  { people, count, indices }: Resamples,
): Float64Array[] {
  const width = configurations.length;
  const shares = sharesByPerson(configurations, people);
  const aurocs = configurations.map(({ auroc }) => auroc);
  return Array.from({ length: count }, (_, resample) => {
    const totals = new Float64Array(width);
    for (let at = 0; at < width; at += 1) totals[at] = -(aurocs[at] ?? 0);
    for (let place = resample * people; place < (resample + 1) * people; place += 1) {
      const own = (indices[place] ?? 0) * width;
      for (let at = 0; at < width; at += 1) totals[at] = (totals[at] ?? 0) + (shares[own + at] ?? 0);
    }
    return totals;
  });
}

/** The shares of all configurations, person by person: whom a resample draws is added for all of them in one run. */
function sharesByPerson(configurations: readonly Configuration[], people: number): Float64Array {
  const width = configurations.length;
  const shares = new Float64Array(people * width);
  for (const [at, configuration] of configurations.entries()) {
    for (const [person, share] of shareOfPerson(configuration).entries()) shares[person * width + at] = share;
  }
  return shares;
}

/** Per person: the placement over the number of people of the class. */
function shareOfPerson({ kernel, people }: Configuration): Float64Array {
  let cases = 0;
  let controls = 0;
  return Float64Array.from(people.y, (label) =>
    label === 1
      ? (kernel.cases[cases++] ?? 0) / kernel.cases.length
      : (kernel.controls[controls++] ?? 0) / kernel.controls.length,
  );
}
