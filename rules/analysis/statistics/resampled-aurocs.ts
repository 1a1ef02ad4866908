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
  const shares = configurations.map(shareOfPerson);
  return Array.from({ length: count }, (_, resample) => {
    const drawn = indices.subarray(resample * people, (resample + 1) * people);
    return Float64Array.from(configurations, ({ auroc }, at) => {
      const own = shares[at] ?? new Float64Array();
      let total = -auroc;
      for (let place = 0; place < people; place += 1) total += own[drawn[place] ?? 0] ?? 0;
      return total;
    });
  });
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
