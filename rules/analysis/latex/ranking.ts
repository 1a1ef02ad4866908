import type { Ranking } from "plr/latex/rank-table";
import type { StudyRow } from "../../schema/analysis.ts";
import type { Friedman, Rank } from "../../schema/ranks.ts";
import { type Scope, selectConfigurations, type Study } from "../query.ts";
import { selectMethods } from "../select-rows.ts";
import { registryNames } from "../sidecar/registry-names.ts";
import { factorHeadings } from "./factors.ts";

/** Mean ranks of the methods of each factor with Friedman's test, best first. */
export async function selectRanking(
  study: Study,
  facts: StudyRow,
  { main }: { readonly main: Scope },
): Promise<Ranking> {
  const { configurations } = await selectConfigurations(study, main);
  const names = registryNames(await selectMethods(study.results));
  const tests = await study.analysis.rows<Friedman>("FROM friedman");
  const ranks = await study.analysis.rows<Rank>("FROM ranks ORDER BY mean_rank, method");
  return {
    families: factorHeadings.flatMap(({ factor, heading }) => {
      const test = tests.find(({ family }) => family === factor);
      if (test === undefined) return [];
      return [
        {
          name: heading,
          methods: ranks
            .filter(({ family }) => family === factor)
            .map((row) => ({
              method: names.find(factor, row.method).display_name,
              meanRank: { value: row.mean_rank, lower: row.ci_lower, upper: row.ci_upper },
              withinDifference: row.clique === 1,
              bestShare: row.p_best,
            })),
          partners: test.n_blocks,
          chiSquared: test.statistic,
          p: test.p,
          criticalDifference: test.cd,
        },
      ];
    }),
    people: configurations[0]?.n_test ?? 0,
    synthetic: facts.is_synthetic,
  };
}
