import type { Variance, VarianceTerm } from "plr/latex/variance-tables";
import type { StudyRow } from "../../schema/analysis.ts";
import type { VarianceTerm as TermRow } from "../../schema/variance.ts";
import { type Scope, selectConfigurations, type Study } from "../query.ts";

const factorNames = new Map([
  ["outlier", "Outlier detection"],
  ["imputation", "Imputation"],
  ["classifier", "Classifier"],
  ["residual", "Residual"],
]);

/** Which models a table shows: those of the complete block, or besides of every configuration where that is more. */
export type VarianceWanted = { readonly main: Scope; readonly cells: readonly ("complete" | "all")[] };

/** The analyses of variance of type III; on a complete block all types agree. */
export async function selectVariance(
  study: Study,
  facts: StudyRow,
  { main, cells }: VarianceWanted,
): Promise<Variance> {
  const { configurations } = await selectConfigurations(study, main);
  const rows = await study.analysis.rows<TermRow>(
    `FROM variance_decomposition WHERE ss_type = 'III'
     ORDER BY model = 'all', cells = 'all', term = 'residual', term = 'classifier', term = 'imputation'`,
  );
  const models = Map.groupBy(rows, ({ model, n }) => JSON.stringify([model, n]));
  return {
    models: [...models.values()].flatMap((terms) => {
      const own = terms.filter((row) => row.cells === terms[0]?.cells);
      const [first] = own;
      if (first === undefined || !cells.some((wanted) => wanted === first.cells)) return [];
      return [{ setting: settingOf(first, main), terms: own.map(termOf) }];
    }),
    people: configurations[0]?.n_test ?? 0,
    synthetic: facts.is_synthetic,
  };
}

function settingOf({ model, cells, n }: TermRow, { featurization }: Scope): string {
  const who = model === "all" ? "All classifiers" : model;
  const which = cells === "complete" ? "without a gap" : "all there are, unbalanced";
  return `${who}, ${featurization}: ${n} configurations, ${which}`;
}

function termOf(row: TermRow): VarianceTerm {
  return {
    factor: factorNames.get(row.term) ?? row.term,
    ss: row.ss,
    df: row.df,
    ms: row.ms,
    f: row.f,
    p: row.p,
    partialEtaSquared: row.eta_sq_partial,
    omegaSquared: { value: row.omega_sq, lower: row.omega_sq_ci_lower, upper: row.omega_sq_ci_upper },
  };
}
