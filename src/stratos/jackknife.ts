import { failed, ok, type Result } from "./result.ts";
import { trustedSample, type TwoClassSample } from "./sample.ts";

/** Why a statistic has no jackknife: without the person at `index` it does not exist. */
export type JackknifeFailure = { readonly reason: "undefined-without"; readonly index: number };

/**
 * A statistic with each person left out in turn, class by class: what `bcaInterval` needs for its acceleration.
 *
 * @returns two arrays, without each control and without each case; or `undefined-without`, as with a single case
 */
export function jackknifeByClass(
  sample: TwoClassSample,
  statistic: (left: TwoClassSample) => number | null,
): Result<[Float64Array, Float64Array], JackknifeFailure> {
  const left: [number[], number[]] = [[], []];
  for (const [index, label] of sample.y.entries()) {
    const others = trustedSample(
      sample.y.filter((_, i) => i !== index),
      sample.p.filter((_, i) => i !== index),
    );
    const both = others.events > 0 && others.events < others.n;
    const value = both ? statistic({ ...others, bothClasses: true }) : null;
    if (value === null) return failed({ reason: "undefined-without", index });
    left[label === 1 ? 1 : 0].push(value);
  }
  return ok([Float64Array.from(left[0]), Float64Array.from(left[1])]);
}
