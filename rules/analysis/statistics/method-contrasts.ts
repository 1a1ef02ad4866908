import { describe } from "plr/stratos/describe";
import type { MethodContrast } from "../../schema/comparisons.ts";
import { meanKernel, pairedDifference, samplingLimits } from "./auroc-limits.ts";
import { completeBlock, type Block } from "./complete-block.ts";
import {
  type Configuration,
  type Factor,
  groundTruth,
  isGroundTruth,
  methodOf,
  partnerOf,
} from "./configuration.ts";

/** How a method stands to the block: whole, with gaps, without any cell in it, or run on ground-truth masks only. */
type BlockPlace = "complete" | "incomplete" | "none" | "ground-truth-only";

/** A row of `method_contrasts` with the configurations behind it. */
export interface Contrast {
  readonly row: MethodContrast;
  readonly members: readonly Configuration[];
}

/** What is compared: the methods of one factor among configurations that differ in nothing else but partners. */
export interface Comparison {
  readonly factor: Factor;
  readonly classifier: string;
  readonly featurization: string;
  /** Methods of the factor in registry order. */
  readonly methods: readonly string[];
  /** The wished reference; the best method of the block where it is absent or not given. */
  readonly reference?: string;
}

/**
 * Mean AUROC of each method over the complete block, with its interval over test people, and the paired difference
 * from the reference over the same partners. The mean of kernels over configurations is a kernel, so DeLong's
 * variance of its row and column means holds people fixed across configurations (figures.md § 2.3).
 *
 * @param configurations of one featurization, and of one classifier unless that is the factor
 * @returns one row per method that has a configuration, in registry order
 */
export function methodContrasts(
  configurations: readonly Configuration[],
  comparison: Comparison,
): Contrast[] {
  const { factor, methods, reference: wished } = comparison;
  const cells = configurations.map((configuration) => ({
    method: methodOf(configuration, factor),
    partner: partnerOf(configuration, factor),
  }));
  const block = completeBlock(cells, methods, wished);
  const groups = methods.flatMap((method) => {
    const own = configurations.filter((configuration) => methodOf(configuration, factor) === method);
    return own.length === 0 ? [] : [groupOf(method, own, factor, block)];
  });
  const reference = referenceOf(groups, block, wished);
  const standard = configurations.find(isGroundTruth);
  return groups.map((group) => ({
    row: contrast(group, { comparison, block, reference, standard }),
    members: group.members,
  }));
}

interface Group {
  readonly method: string;
  readonly place: BlockPlace;
  /** The configurations that the method's mean is taken over. */
  readonly members: readonly Configuration[];
}

interface Setting {
  readonly comparison: Comparison;
  readonly block: Block;
  readonly reference: Group | undefined;
  readonly standard: Configuration | undefined;
}

function groupOf(method: string, own: readonly Configuration[], factor: Factor, block: Block): Group {
  const inBlock = own.filter((configuration) => block.partners.includes(partnerOf(configuration, factor)));
  if (inBlock.length === block.partners.length) return { method, place: "complete", members: inBlock };
  if (factor === "imputation" && own.every((configuration) => configuration.outlier_method === groundTruth)) {
    return { method, place: "ground-truth-only", members: own };
  }
  return { method, place: inBlock.length > 0 ? "incomplete" : "none", members: inBlock };
}

function referenceOf(groups: readonly Group[], block: Block, wished: string | undefined): Group | undefined {
  const whole = groups.filter((group) => block.methods.includes(group.method));
  const named = whole.find((group) => group.method === wished);
  if (named !== undefined) return named;
  const means = new Map(whole.map((group) => [group, meanOf(group.members)]));
  return whole.toSorted((a, b) => (means.get(b) ?? 0) - (means.get(a) ?? 0))[0];
}

function contrast(group: Group, { comparison, block, reference, standard }: Setting): MethodContrast {
  const { factor, featurization } = comparison;
  const values = describe(group.members.map((configuration) => configuration.auroc));
  const others =
    group.place === "ground-truth-only"
      ? [standard].filter((configuration) => configuration !== undefined)
      : partnersOf(group, reference, factor);
  const isReference = group.method === reference?.method;
  return {
    factor,
    method: group.method,
    classifier: factor === "classifier" ? group.method : comparison.classifier,
    featurization,
    block: group.place,
    n_cells: group.members.length,
    n_partners: block.partners.length,
    mean: values?.mean ?? null,
    sd: values?.sd ?? null,
    min: values?.min ?? null,
    max: values?.max ?? null,
    ...meanLimits(group.members),
    reference: reference?.method ?? "",
    is_reference: isReference,
    ...(isReference || sameConfigurations(group.members, others)
      ? { diff: null, diff_lower: null, diff_upper: null }
      : difference(group.members, others)),
  };
}

/** The reference's configurations with the partners that the group has. */
function partnersOf(group: Group, reference: Group | undefined, factor: Factor): readonly Configuration[] {
  const partners = new Set(group.members.map((configuration) => partnerOf(configuration, factor)));
  return (reference?.members ?? []).filter((configuration) => partners.has(partnerOf(configuration, factor)));
}

function sameConfigurations(a: readonly Configuration[], b: readonly Configuration[]): boolean {
  return a.length === b.length && a.every((configuration, i) => configuration === b[i]);
}

function meanLimits(members: readonly Configuration[]): Pick<MethodContrast, "ci_lower" | "ci_upper"> {
  if (members.length === 0) return { ci_lower: null, ci_upper: null };
  const { lower, upper } = samplingLimits(meanKernel(members.map(({ kernel }) => kernel)));
  return { ci_lower: lower, ci_upper: upper };
}

function difference(
  members: readonly Configuration[],
  others: readonly Configuration[],
): Pick<MethodContrast, "diff" | "diff_lower" | "diff_upper"> {
  if (members.length === 0 || others.length === 0) return { diff: null, diff_lower: null, diff_upper: null };
  const { diff, lower, upper } = pairedDifference(
    meanKernel(members.map(({ kernel }) => kernel)),
    meanKernel(others.map(({ kernel }) => kernel)),
  );
  return { diff, diff_lower: lower, diff_upper: upper };
}

function meanOf(members: readonly Configuration[]): number {
  return members.reduce((total, { auroc }) => total + auroc, 0) / members.length;
}
