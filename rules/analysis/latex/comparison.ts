import type { Comparison, ComparisonRow } from "plr/latex/comparison-table";
import type { StudyRow } from "../../schema/analysis.ts";
import type { MethodContrast } from "../../schema/comparisons.ts";
import { type Scope, selectConfigurations, type Study } from "../query.ts";
import { selectMethods } from "../select-rows.ts";
import { registryNames } from "../sidecar/registry-names.ts";

/**
 * Rows of a comparison table: the methods of one factor over the complete block, best first, then those that were
 * not run with all of its partners.
 */
export async function selectComparison(
  study: Study,
  facts: StudyRow,
  { factor, main }: { readonly factor: "outlier" | "imputation" | "classifier"; readonly main: Scope },
): Promise<Comparison> {
  const scope = factor === "classifier" ? { ...main, classifier: "all" } : main;
  const { configurations } = await selectConfigurations(study, scope);
  const names = registryNames(await selectMethods(study.results));
  const contrasts = await study.analysis.rows<MethodContrast>(
    `FROM method_contrasts
     WHERE factor = $1 AND featurization = $2 AND (factor = 'classifier' OR classifier = $3) AND mean IS NOT NULL
     ORDER BY block <> 'complete', mean DESC, method`,
    [factor, main.featurization, main.classifier],
  );
  const setting = factor === "classifier" ? main.featurization : `${main.classifier}, ${main.featurization}`;
  return {
    rows: contrasts.map((contrast) => rowOf(contrast, names.find(factor, contrast.method).display_name)),
    people: configurations[0]?.n_test ?? 0,
    setting,
    synthetic: facts.is_synthetic,
  };
}

function rowOf(contrast: MethodContrast, method: string): ComparisonRow {
  const { mean, min, max, diff, diff_lower, diff_upper } = contrast;
  if (mean === null || min === null || max === null) throw new Error(`${method}: a mean without a range`);
  const inBlock = contrast.block === "complete";
  const difference = diff === null ? null : { value: diff, lower: diff_lower, upper: diff_upper };
  return {
    method,
    n: contrast.n_cells,
    mean,
    sd: contrast.sd,
    min,
    max,
    ciLower: contrast.ci_lower,
    ciUpper: contrast.ci_upper,
    // Outside the block the partners are others: what stands there is not compared.
    difference: contrast.is_reference ? "reference" : inBlock ? difference : null,
    inBlock,
  };
}
