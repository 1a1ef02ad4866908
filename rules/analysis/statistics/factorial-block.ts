import { type ComparedStudy, levelsOf } from "./compared-study.ts";
import { completeBlock } from "./complete-block.ts";
import { type Configuration, type Factor, methodOf, wishedReference } from "./configuration.ts";

/**
 * Configurations of a design without a gap: every method of each factor with every combination of the others. The
 * last factor's complete block over the combinations of the others is taken, then that of the factor before it over
 * what is left of these, and so on.
 *
 * @returns in the order in which they were given; a factor may be left with one method
 */
export function factorialBlock(
  configurations: readonly Configuration[],
  factors: readonly Factor[],
  study: ComparedStudy,
): Configuration[] {
  let left = [...configurations];
  for (let at = factors.length - 1; at > 0; at -= 1) {
    const factor = factors[at] ?? "outlier";
    const before = factors.slice(0, at);
    const partnerOf = (own: Configuration): string => JSON.stringify(before.map((f) => methodOf(own, f)));
    const cells = left.map((own) => ({ method: methodOf(own, factor), partner: partnerOf(own) }));
    const wished = wishedReference(factor, study.main.classifier);
    const block = completeBlock(cells, levelsOf(study, factor), wished);
    left = left.filter(
      (own) => block.methods.includes(methodOf(own, factor)) && block.partners.includes(partnerOf(own)),
    );
  }
  return left;
}
