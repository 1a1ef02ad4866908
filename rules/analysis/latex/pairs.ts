import type { Pairs } from "plr/latex/pairwise-table";
import type { StudyRow } from "../../schema/analysis.ts";
import type { Pairwise } from "../../schema/comparisons.ts";
import { type Scope, selectConfigurations, type Study } from "../query.ts";
import { selectMethods } from "../select-rows.ts";
import { registryNames } from "../sidecar/registry-names.ts";
import { factorHeadings } from "./factors.ts";

/** Pairs of methods by AUROC (mean over refits), those of the least p first. */
export async function selectPairs(
  study: Study,
  facts: StudyRow,
  { main }: { readonly main: Scope },
): Promise<Pairs> {
  const { configurations } = await selectConfigurations(study, main);
  const names = registryNames(await selectMethods(study.results));
  const rows = await selectPairRows(study);
  const families = factorHeadings.map(({ factor, heading }) => ({
    name: heading,
    pairs: rows
      .filter((row) => row.factor === factor)
      .map((row) => ({
        first: names.find(factor, row.level_1).display_name,
        second: names.find(factor, row.level_2).display_name,
        difference: { value: row.mean_diff, lower: row.ci_lower, upper: row.ci_upper },
        p: row.p,
        pHolm: row.p_holm,
        wins: row.wins,
        partners: row.n_pairs,
      })),
  }));
  return {
    families: families.filter(({ pairs }) => pairs.length > 0),
    people: configurations[0]?.n_test ?? 0,
    synthetic: facts.is_synthetic,
  };
}

/** The rows behind the table, factor by factor. */
export function selectPairRows({ analysis }: Pick<Study, "analysis">): Promise<Pairwise[]> {
  return analysis.rows<Pairwise>(
    "FROM pairwise WHERE metric = 'auroc' ORDER BY factor, p NULLS LAST, level_1, level_2",
  );
}
