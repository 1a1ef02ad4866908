import type { BestPipelines, PipelineRow } from "plr/latex/best-pipelines-table";
import type { NumberRow, StudyRow } from "../../schema/analysis.ts";
import type { EssentialMetrics } from "../../schema/metrics.ts";
import { type Scope, selectConfigurations, type Study } from "../query.ts";
import { selectMethods } from "../select-rows.ts";
import { registryNames } from "../sidecar/registry-names.ts";

const columns = [
  "auroc_ci_lower",
  "auroc_ci_upper",
  "auroc_mean_pred",
  "auroc_mean_pred_ci_lower",
  "auroc_mean_pred_ci_upper",
] as const;

/** The pipelines of highest AUROC over all classifiers, and the bootstrap of the maximum. */
export async function selectBestPipelines(
  study: Study,
  facts: StudyRow,
  { main, most }: { readonly main: Scope; readonly most: number },
): Promise<BestPipelines> {
  const scope = { ...main, classifier: "all" };
  const { configurations } = await selectConfigurations<Pick<EssentialMetrics, (typeof columns)[number]>>(
    study,
    scope,
    columns,
  );
  const names = registryNames(await selectMethods(study.results));
  const [maximum] = await study.analysis.rows<NumberRow>(
    "FROM numbers WHERE name = 'bestAUROCResampled' AND value IS NOT NULL",
  );
  const best = configurations.toSorted((a, b) => b.auroc - a.auroc || a.config_id - b.config_id);
  const rows = best.slice(0, most).map((row, index): PipelineRow => ({
    rank: index + 1,
    outlier: names.find("outlier", row.outlier_method).display_name,
    imputation: names.find("imputation", row.imputation_method).display_name,
    classifier: names.find("classifier", row.classifier).display_name,
    refit: { value: row.auroc, lower: row.auroc_ci_lower, upper: row.auroc_ci_upper },
    sampling: {
      value: row.auroc_mean_pred,
      lower: row.auroc_mean_pred_ci_lower,
      upper: row.auroc_mean_pred_ci_upper,
    },
  }));
  return {
    rows,
    candidates: configurations.length,
    people: best[0]?.n_test ?? 0,
    maximum:
      maximum === undefined ? null : { value: maximum.value, lower: maximum.lower, upper: maximum.upper },
    synthetic: facts.is_synthetic,
  };
}
