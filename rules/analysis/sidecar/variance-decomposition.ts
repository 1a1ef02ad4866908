import type { FigureDocument } from "plr/charts/document";
import { varianceHeight } from "plr/charts/figures/variance-decomposition";
import type {
  VarianceAxis,
  VarianceResidual,
  VarianceRow,
  VarianceTerm,
} from "plr/charts/figures/variance-rows";
import { percent } from "plr/charts/number-text";
import type { StudyRow } from "../../schema/analysis.ts";
import type { FactorResidual, VarianceTerm as DecompositionRow } from "../../schema/variance.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import { selectConfigurations, type SelectedConfiguration, type Study } from "../query.ts";
import { selectMethods } from "../select-rows.ts";
import { figureDocument } from "./figure-document.ts";
import { resampledInterval } from "./intervals.ts";
import { registryNames, type RegistryNames } from "./registry-names.ts";

const terms = ["outlier", "imputation", "classifier", "residual"] as const;

/** VAR: the share of each choice in the spread of AUROC over the complete block, and the residuals of its configurations. */
export async function varianceDocument(
  study: Study,
  facts: StudyRow,
  { figure, scope: main }: FigureSetting,
): Promise<FigureDocument> {
  const selection = await selectConfigurations(study, { ...main, classifier: "all" });
  const names = registryNames(await selectMethods(study.results));
  const decomposed = await study.analysis.rows<DecompositionRow>(
    `FROM variance_decomposition WHERE cells = 'complete' AND ss_type = 'III' AND model IN ($1, 'all')
     ORDER BY model = 'all', term`,
    [main.classifier],
  );
  const residuals = await study.analysis.rows<FactorResidual>(
    "FROM factor_residuals WHERE model = $1 ORDER BY config_id",
    [main.classifier],
  );
  const cells = residualRows(residuals, selection.configurations);
  const axes = [...axisRows("outlier", cells, names), ...axisRows("imputation", cells, names)];
  const models = modelRows(decomposed, main.classifier, names);
  const data = [...models, ...axes, ...cells];
  const own = models.filter((row) => row.part === "term").filter(({ model }) => model === main.classifier);
  return figureDocument({
    figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "variance_decomposition", "factor_residuals", "methods"],
    selected: [decomposed, data],
    data: own.length === 0 ? [] : data,
    missing: 0,
    alt: altOf(own),
    sentences: [
      "A: shares of the sum of squares about the mean, by a model of the choices without interactions over the complete " +
        "block. One run per cell, so interaction and noise are one.",
      "Cells share their people, so there are no p-values; F is descriptive and stands in the data.",
      "B: resamples of people add their own noise to each cell, which moves the limits towards the rest: an " +
        "estimate may lie beyond its own.",
      "C: the five largest residuals carry their number.",
    ],
    units: { eta_sq: "1", omega_sq: "1", auroc: "1", fitted: "1", residual: "1" },
    needs: [
      {
        name: "two outlier methods and two imputation methods run with each other",
        met: own.length > 0,
        detail: `the complete block of ${main.classifier} has fewer`,
      },
    ],
    intervals: [await resampledInterval(study)],
    abbreviated: axes,
    height: varianceHeight,
  });
}

export default dataTask(varianceDocument);

function modelRows(rows: readonly DecompositionRow[], main: string, names: RegistryNames): VarianceRow[] {
  return [...Map.groupBy(rows, ({ model }) => model)].flatMap(([model, own]): VarianceRow[] => {
    const name = model === main ? names.find("classifier", model).display_name : "All classifiers";
    const ordered = terms.flatMap((term) =>
      own.filter((row) => row.term === term).map((row) => ({ ...row, term })),
    );
    return [
      { part: "model", model, name, n: own[0]?.n ?? 0 },
      ...ordered.map(
        ({ term, ss, df, f, eta_sq, omega_sq, omega_sq_ci_lower, omega_sq_ci_upper }): VarianceTerm => ({
          part: "term",
          model,
          term,
          ss,
          df,
          f,
          eta_sq,
          omega_sq,
          omega_sq_ci_lower,
          omega_sq_ci_upper,
          reason: omega_sq !== null ? null : term === "residual" ? "is the rest" : "no residual spread",
        }),
      ),
    ];
  });
}

function residualRows(
  residuals: readonly FactorResidual[],
  configurations: readonly SelectedConfiguration[],
): VarianceResidual[] {
  const byId = new Map(configurations.map((configuration) => [configuration.config_id, configuration]));
  return residuals.flatMap(({ config_id, fitted, residual }) => {
    const found = byId.get(config_id);
    if (found === undefined) return [];
    const { outlier_method, imputation_method, auroc } = found;
    return [
      { part: "residual" as const, config_id, outlier_method, imputation_method, auroc, fitted, residual },
    ];
  });
}

function axisRows(
  factor: VarianceAxis["factor"],
  cells: readonly VarianceResidual[],
  names: RegistryNames,
): VarianceAxis[] {
  const used = new Set(cells.map((cell) => cell[`${factor}_method`]));
  return names
    .methods(factor)
    .filter(({ method }) => used.has(method))
    .map(({ method, display_name, short_name, position }) => ({
      part: "axis",
      factor,
      method,
      display_name,
      short_name,
      position,
    }));
}

function altOf(own: readonly VarianceTerm[]): string {
  const share = (term: VarianceTerm["term"]): string =>
    percent(own.find((row) => row.term === term)?.eta_sq ?? 0);
  if (own.length === 0) return "Not applicable: no complete block of two outlier and two imputation methods.";
  return `Outlier method ${share("outlier")} of AUROC variation, imputation ${share("imputation")}, rest ${share("residual")}.`;
}
