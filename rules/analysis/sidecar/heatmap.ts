import type { FigureDocument } from "plr/charts/document";
import { heatmapHeight } from "plr/charts/figures/heatmap";
import { fixed } from "plr/charts/number-text";
import type { HeatAxis, HeatCell } from "plr/charts/figures/heatmap-rows";
import type { StudyRow } from "../../schema/analysis.ts";
import type { ChoiceSummary, MethodContrast, ReferenceDifference } from "../../schema/comparisons.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import { selectConfigurations, type SelectedConfiguration, type Study } from "../query.ts";
import { selectMethods, selectRows } from "../select-rows.ts";
import { isGroundTruth } from "../statistics/configuration.ts";
import { figureDocument } from "./figure-document.ts";
import { pairedByDelong } from "./intervals.ts";
import { declaredMargin, marginLine } from "./margin-line.ts";
import { registryNames, type RegistryNames } from "./registry-names.ts";

interface Limits {
  readonly auroc_s_lower: number | null;
  readonly auroc_s_upper: number | null;
}
type Configuration = SelectedConfiguration & Limits;

/** Decimals of the typical half-width in the caption. */
const halfWidthDecimals = 2;

/** HEAT: AUROC of every outlier × imputation pair of one classifier, and the paired difference from GT × GT. */
export async function heatmapDocument(
  study: Study,
  facts: StudyRow,
  { figure, scope }: FigureSetting,
): Promise<FigureDocument> {
  const selection = await selectConfigurations<Limits>(study, scope, ["auroc_s_lower", "auroc_s_upper"]);
  const { configurations } = selection;
  const names = registryNames(await selectMethods(study.results));
  const contrasts = await study.analysis.rows<MethodContrast>(
    `FROM method_contrasts WHERE featurization = $1 AND classifier = $2 AND factor <> 'classifier'
     ORDER BY factor, method`,
    [scope.featurization, scope.classifier],
  );
  const differences = await selectRows<ReferenceDifference>(study.analysis, {
    table: "reference_differences",
    columns: ["config_id", "diff", "diff_lower", "diff_upper", "outside_margin"],
    configurations,
    where: "metric = 'auroc'",
    order: "config_id",
  });
  const [all] = await study.analysis.rows<ChoiceSummary>(
    "FROM choice_summary WHERE factor = 'all' AND classifier = $1 AND featurization = $2",
    [scope.classifier, scope.featurization],
  );
  const axes = [...axisRows("outlier", contrasts, names), ...axisRows("imputation", contrasts, names)];
  const cells = gridCells(axes, configurations, differences);
  const hasReference = differences.length > 0;
  const typical = all?.median_half_width ?? null;
  const halfWidth = typical === null ? null : fixed(typical, halfWidthDecimals);
  const margin = await declaredMargin(study);
  return figureDocument({
    figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "method_contrasts", "reference_differences", "choice_summary", "methods"],
    selected: [contrasts, differences, cells],
    data: [...axes, ...cells],
    missing: cells.filter(({ auroc }) => auroc === null).length,
    alt: altOf(cells, names),
    sentences: sentencesOf(halfWidth, hasReference),
    units: { auroc: "1", diff: "1", diff_lower: "1", diff_upper: "1", block_mean: "1" },
    referenceLines: hasReference ? [marginLine(margin)] : [],
    intervals: hasReference ? [pairedByDelong] : [],
    abbreviated: axes,
    height: heatmapHeight,
  });
}

export default dataTask(heatmapDocument);

function axisRows(
  factor: "outlier" | "imputation",
  contrasts: readonly MethodContrast[],
  names: RegistryNames,
): HeatAxis[] {
  const own = new Map(contrasts.filter((row) => row.factor === factor).map((row) => [row.method, row]));
  return names
    .methods(factor)
    .filter(({ method }) => own.has(method))
    .map(({ method }) => {
      const contrast = own.get(method);
      const inBlock = contrast?.block === "complete" || contrast?.block === "incomplete";
      return {
        part: "axis",
        factor,
        ...names.columns(factor, method),
        block_mean: inBlock ? (contrast?.mean ?? null) : null,
      };
    });
}

/** Every pair of the axes, the pairs that were not run among them. */
function gridCells(
  axes: readonly HeatAxis[],
  configurations: readonly Configuration[],
  differences: readonly ReferenceDifference[],
): HeatCell[] {
  const byConfiguration = new Map(differences.map((row) => [row.config_id, row]));
  const outliers = axes.filter(({ factor }) => factor === "outlier");
  const imputations = axes.filter(({ factor }) => factor === "imputation");
  return outliers.flatMap((outlier) =>
    imputations.map((imputation): HeatCell => {
      const keys = { outlier_method: outlier.method, imputation_method: imputation.method };
      const found = configurations.find(
        (row) =>
          row.outlier_method === keys.outlier_method && row.imputation_method === keys.imputation_method,
      );
      const difference = byConfiguration.get(found?.config_id ?? -1);
      return {
        part: "cell",
        config_id: found?.config_id ?? null,
        ...keys,
        auroc: found?.auroc ?? null,
        auroc_s_lower: found?.auroc_s_lower ?? null,
        auroc_s_upper: found?.auroc_s_upper ?? null,
        diff: difference?.diff ?? null,
        diff_lower: difference?.diff_lower ?? null,
        diff_upper: difference?.diff_upper ?? null,
        outside_margin: difference?.outside_margin ?? null,
        is_reference: isGroundTruth(keys),
        reason: reasonOf(found, difference),
      };
    }),
  );
}

function reasonOf(
  found: Configuration | undefined,
  difference: ReferenceDifference | undefined,
): string | null {
  if (found === undefined) return "not run";
  if (difference !== undefined) return null;
  return isGroundTruth(found) ? "is the reference" : "no GT × GT to compare with";
}

function altOf(cells: readonly HeatCell[], names: RegistryNames): string {
  const shown = cells
    .filter((cell) => cell.auroc !== null)
    .toSorted((a, b) => (b.auroc ?? 0) - (a.auroc ?? 0));
  const [best, worst] = [shown.at(0), shown.at(-1)];
  const beyond = shown.filter(({ outside_margin }) => outside_margin === true).length;
  return (
    `AUROC of ${shown.length} outlier by imputation pairs, ${fixed(worst?.auroc ?? null, 3)} to ` +
    `${fixed(best?.auroc ?? null, 3)}; best ${best === undefined ? "n/a" : names.pipeline(best)}; ` +
    `${beyond} differ from ground truth beyond the margin.`
  );
}

function sentencesOf(halfWidth: string | null, hasReference: boolean): string[] {
  return [
    "Rows and columns by mean over the complete block; columns outside of it after a gap.",
    "Outlined: the best pair, chosen on the same people, so optimistic.",
    hasReference
      ? "Dots: the paired interval lies wholly outside the declared margin about ground truth × ground truth."
      : "Without ground truth × ground truth there is no difference to show.",
    ...(halfWidth === null
      ? []
      : [`A single AUROC is known to about ±${halfWidth} (median half-width of its 95% CI).`]),
  ];
}
