import { levelsOf, type ComparedStudy } from "./compared-study.ts";
import { completeBlock } from "./complete-block.ts";
import { type Configuration, type Factor, methodOf, partnerOf, wishedReference } from "./configuration.ts";

/** Methods of one factor over their complete block: every one with every partner. */
export interface Family {
  readonly factor: Factor;
  /** In registry order. */
  readonly methods: readonly string[];
  readonly partners: readonly string[];
  /** Per partner, the configuration of each method. */
  readonly blocks: readonly (readonly Configuration[])[];
}

/**
 * The methods of a factor that can be compared: of the main featurization, and of the main classifier unless that is
 * the factor.
 *
 * @returns null where there are not two methods with a partner in common
 */
export function familyOf(study: ComparedStudy, factor: Factor): Family | null {
  const { main } = study;
  const members = study.configurations.filter(
    ({ classifier, featurization }) =>
      featurization === main.featurization && (factor === "classifier" || classifier === main.classifier),
  );
  const cells = members.map((configuration) => ({
    method: methodOf(configuration, factor),
    partner: partnerOf(configuration, factor),
  }));
  const wished = wishedReference(factor, main.classifier);
  const { methods, partners } = completeBlock(cells, levelsOf(study, factor), wished);
  if (methods.length < 2) return null;
  const blocks = partners.map((partner) =>
    methods.flatMap((method) =>
      members.filter(
        (member) => methodOf(member, factor) === method && partnerOf(member, factor) === partner,
      ),
    ),
  );
  return { factor, methods, partners, blocks };
}
