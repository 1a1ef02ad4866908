import type { FigureDocument } from "plr/charts/document";
import { ranksHeight } from "plr/charts/figures/rank-comparison";
import type { RankBlock, RankMethod, RankPair, RankRow } from "plr/charts/figures/rank-rows";
import { fixed } from "plr/charts/number-text";
import { classifier as drawnClassifier } from "plr/charts/rows";
import type { StudyRow } from "../../schema/analysis.ts";
import type { Pairwise } from "../../schema/comparisons.ts";
import type { BlockRank, Friedman, Rank } from "../../schema/ranks.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import { selectConfigurations, type Study } from "../query.ts";
import { selectMethods } from "../select-rows.ts";
import { figureDocument } from "./figure-document.ts";
import { pairedByDelong, resampledInterval } from "./intervals.ts";
import { registryNames, type RegistryNames } from "./registry-names.ts";

/** Whose methods are ranked. */
export type RankOptions = { readonly family: "outlier" | "imputation" | "classifier" };

const significant = 0.05;

/** CD: the mean ranks of a family's methods with the critical difference, and the paired difference of every pair. */
export async function ranksDocument(
  study: Study,
  facts: StudyRow,
  { figure, scope: main, options: { family } }: FigureSetting<RankOptions>,
): Promise<FigureDocument> {
  const scope = family === "classifier" ? { ...main, classifier: "all" } : main;
  const selection = await selectConfigurations(study, scope);
  const names = registryNames(await selectMethods(study.results));
  const [test] = await study.analysis.rows<Friedman>("FROM friedman WHERE family = $1", [family]);
  const ranks = await study.analysis.rows<Rank>("FROM ranks WHERE family = $1 ORDER BY method", [family]);
  const blocks = await study.analysis.rows<BlockRank>(
    "FROM block_ranks WHERE family = $1 ORDER BY method, block",
    [family],
  );
  const pairs = await study.analysis.rows<Pairwise>(
    "FROM pairwise WHERE factor = $1 AND metric = 'auroc' ORDER BY level_1, level_2",
    [family],
  );
  const methods = ranks
    .map((rank) => methodRow(family, rank, names))
    .toSorted((a, b) => a.mean_rank - b.mean_rank || a.position - b.position);
  const compared = pairRows(methods, pairs);
  const data =
    test === undefined ? [] : [familyRow(family, test), ...methods, ...blocks.map(blockRow), ...compared];
  return figureDocument({
    figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "friedman", "ranks", "block_ranks", "pairwise", "methods"],
    selected: [test === undefined ? [] : [test], ranks, blocks, pairs],
    data,
    missing: 0,
    alt: altOf(methods, compared, test),
    sentences: test === undefined ? [] : sentencesOf(test),
    units: { mean_rank: "1", rank: "1", diff: "1", diff_lower: "1", diff_upper: "1" },
    needs: [
      {
        name: "two methods run with the same two partners",
        met: test !== undefined,
        detail: `the complete block of the ${family} methods has fewer`,
      },
    ],
    intervals: [await resampledInterval(study), pairedByDelong],
    abbreviated: methods,
    height: ranksHeight,
  });
}

export default dataTask<RankOptions>(ranksDocument);

function familyRow(
  family: RankOptions["family"],
  { k, n_blocks, statistic, cd, least_p }: Friedman,
): RankRow {
  return { part: "family", family, k, n_blocks, statistic, cd, least_p };
}

function methodRow(
  family: RankOptions["family"],
  { method, mean_rank, ci_lower, ci_upper }: Rank,
  names: RegistryNames,
): RankMethod {
  return {
    part: "method",
    ...names.columns(family, method),
    classifier: family === "classifier" ? drawnClassifier.parse(method) : null,
    mean_rank,
    ci_lower,
    ci_upper,
  };
}

function blockRow({ method, block, config_id, rank }: BlockRank): RankBlock {
  return { part: "block", method, block, config_id, rank };
}

/** Every pair of ranked methods once, the one of the better mean rank taken from the other. */
function pairRows(methods: readonly RankMethod[], pairs: readonly Pairwise[]): RankPair[] {
  return methods.flatMap(({ method }, place) =>
    methods.slice(0, place).flatMap(({ method: other }): RankPair[] => {
      const along = pairs.find(({ level_1, level_2 }) => level_1 === method && level_2 === other);
      const against = pairs.find(({ level_1, level_2 }) => level_1 === other && level_2 === method);
      const found = along ?? (against === undefined ? undefined : reversed(against));
      if (found === undefined) return [];
      const { n_pairs, mean_diff, ci_lower, ci_upper, p_holm, p_wilcoxon_holm } = found;
      return [
        {
          part: "pair",
          method,
          other,
          n_pairs,
          diff: mean_diff,
          diff_lower: ci_lower,
          diff_upper: ci_upper,
          p_holm,
          p_wilcoxon_holm,
        },
      ];
    }),
  );
}

/** The same difference, seen from the other method. */
function reversed(pair: Pairwise): Pairwise {
  const negated = (value: number | null): number | null => (value === null ? null : -value);
  return {
    ...pair,
    mean_diff: -pair.mean_diff,
    ci_lower: negated(pair.ci_upper),
    ci_upper: negated(pair.ci_lower),
  };
}

function sentencesOf({ n_blocks, least_p, statistic, k }: Friedman): string[] {
  return [
    `A is description: Friedman's χ² ${fixed(statistic, 1)} (${k - 1} degrees of freedom) and Nemenyi's critical difference ` +
      "(CD, at 5%) take the partners for independent, and they share their people.",
    ...(least_p > significant
      ? [`Wilcoxon's test of ${n_blocks} partners cannot go below p = ${fixed(least_p, 3)}.`]
      : []),
    "B: mean over the partners, row minus column; dots: paired DeLong over the people, adjusted by Holm, p < 0.05.",
    "The best was chosen on the same people, so optimistic.",
  ];
}

function altOf(
  methods: readonly RankMethod[],
  pairs: readonly RankPair[],
  test: Friedman | undefined,
): string {
  const [best, worst] = [methods.at(0), methods.at(-1)];
  if (test === undefined || best === undefined || worst === undefined) {
    return "Not applicable: fewer than two methods with two partners in common.";
  }
  const apart = pairs.filter(({ p_holm }) => p_holm !== null && p_holm < significant).length;
  return (
    `Mean ranks of ${methods.length} methods over ${test.n_blocks} partners, ${best.short_name} ` +
    `${fixed(best.mean_rank, 2)} to ${worst.short_name} ${fixed(worst.mean_rank, 2)}; ${apart} of ${pairs.length} pairs ` +
    "differ after correction."
  );
}
