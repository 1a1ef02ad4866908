import { type Artifact, group, json, type Rule, rule, type Task } from "plr";
import type { PartName } from "plr/charts/figures/combined";
import { absentFigures, type FigureId, figures as registry } from "../../configs/figures.ts";
import { database } from "../extraction/rules.ts";
import { requiredPoint } from "../required-point.ts";
import type { AnalysisTable } from "../schema/analysis.ts";
import type { ResultsTable } from "../schema/results.ts";
import { decideStudy } from "../study.ts";
import type { DataRule, FigureOptions } from "./data-task.ts";
import type { DrawRule } from "./draw-task.ts";
import type { FigureEntry } from "./figure-entry.ts";
import { analysisSettings } from "./settings.ts";
import { statistics } from "./statistics-rules.ts";
import { studyRoles } from "./study-roles.ts";

/*
 * Each figure is two steps: data (tables → sidecar) and draw (sidecar → pictures). What a data step reads is declared
 * table by table, so that a figure is built again only if a table of its own has moved.
 */

const study = decideStudy();
const settings = analysisSettings();
const scope = {
  classifier: settings.classifier,
  featurization: settings.featurization,
  isSynthetic: study.variant === "synthetic",
};

/** How a figure of the registry is made. */
interface FigureParts<Options extends FigureOptions> {
  /** Tables that its data step reads beside `essential_metrics`, `methods` and `study`. */
  readonly results?: readonly ResultsTable[];
  readonly analysis?: readonly AnalysisTable[];
  readonly options: Options;
  readonly data: () => Promise<{ readonly default: Task<DataRule<Options>> }>;
  readonly draw: () => Promise<{ readonly default: Task<DrawRule> }>;
}

/** The two steps of a figure. */
interface DrawnFigure {
  readonly select: Rule<Rule["inputs"], { readonly json: Artifact }>;
  readonly pictures: Rule<Rule["inputs"], Readonly<Record<"svg" | "png" | "pdf" | "html", Artifact>>>;
}

const { published } = settings;
const forest = {
  analysis: ["declared_margin", "method_contrasts", "contrast_configurations"] as const,
  data: () => import("./sidecar/forest.ts"),
  draw: () => import("./draw/forest.ts"),
};
const specification = {
  analysis: ["declared_margin", "reference_differences", "choice_summary"] as const,
  data: () => import("./sidecar/specification-curve.ts"),
  draw: () => import("./draw/specification-curve.ts"),
};
/** What the data steps of figures read that can also stand in a combined one. */
const tablesOfPart: Readonly<Record<PartName, readonly ResultsTable[]>> = {
  fig_roc: ["roc_points", "roc_curves", "extraction_metadata"],
  fig_calibration_smoothed: [
    "calibration_smooth",
    "calibration_groups",
    "predictions",
    "extraction_metadata",
  ],
  fig_dca_curves: ["dca_curves"],
  fig_prob_dist_by_outcome: ["predictions", "distribution_stats"],
  fig_risk_coverage: ["risk_coverage"],
};
const decision = {
  results: tablesOfPart.fig_dca_curves,
  data: () => import("./sidecar/decision-curve.ts"),
  draw: () => import("./draw/decision-curve.ts"),
};

const ranks = {
  analysis: ["resampling", "friedman", "ranks", "block_ranks", "pairwise"] as const,
  data: () => import("./sidecar/rank-comparison.ts"),
  draw: () => import("./draw/rank-comparison.ts"),
};

/** What the parts of a combined figure are made of. */
const ofParts = {
  required: requiredPoint,
  people: "sample" as const,
  populationPrevalence: settings.population_prevalence,
};

/** Figures one below the other, each with its own title. */
function combined(parts: readonly PartName[]) {
  return {
    results: parts.flatMap((id) => tablesOfPart[id]),
    options: { ...ofParts, parts: parts.map((id) => ({ id, title: registry[id].title })) },
    data: () => import("./sidecar/combined.ts"),
    draw: () => import("./draw/combined.ts"),
  };
}

/** Whose panels stand in columns of one pipeline. */
const stratosParts = [
  "fig_roc",
  "fig_calibration_smoothed",
  "fig_prob_dist_by_outcome",
  "fig_dca_curves",
] as const;

/** Every figure with its two steps, in the order of the page that shows them all. */
export const drawn = [
  figure("fig02_forest_outlier", {
    ...forest,
    options: { factors: ["outlier"], published, showPublished: true },
  }),
  figure("fig03_forest_imputation", {
    ...forest,
    options: { factors: ["imputation"], published, showPublished: false },
  }),
  figure("fig04_forest_classifier", {
    ...forest,
    options: { factors: ["classifier"], published, showPublished: false },
  }),
  figure("fig_forest_combined", {
    ...forest,
    options: { factors: ["outlier", "imputation"], published, showPublished: true },
  }),
  figure("fig_M3_factorial_matrix", {
    results: ["rejected_runs"],
    analysis: ["grid_cells"],
    options: {},
    data: () => import("./sidecar/factorial-matrix.ts"),
    draw: () => import("./draw/factorial-matrix.ts"),
  }),
  figure("fig_R8_foundation_model_dashboard", {
    analysis: ["declared_margin", "method_contrasts", "featurization_differences"],
    options: {},
    data: () => import("./sidecar/stage-differences.ts"),
    draw: () => import("./draw/stage-differences.ts"),
  }),
  figure("fig_R7_featurization_comparison", {
    analysis: ["declared_margin", "featurization_differences"],
    options: {},
    data: () => import("./sidecar/featurization.ts"),
    draw: () => import("./draw/featurization.ts"),
  }),
  figure("fig05_heatmap_catboost", {
    analysis: ["declared_margin", "method_contrasts", "reference_differences", "choice_summary"],
    options: {},
    data: () => import("./sidecar/heatmap.ts"),
    draw: () => import("./draw/heatmap.ts"),
  }),
  figure("fig06_specification_curve", { ...specification, options: { classifiers: "main" } }),
  figure("fig06_specification_curve_all", { ...specification, options: { classifiers: "all" } }),
  figure("cd_preprocessing_comparison", { ...ranks, options: { family: "outlier" } }),
  figure("cd_imputation_comparison", { ...ranks, options: { family: "imputation" } }),
  figure("cd_classifier_comparison", { ...ranks, options: { family: "classifier" } }),
  figure("fig_preprocessing_quality", {
    analysis: ["stage_quality", "correlations"],
    options: {},
    data: () => import("./sidecar/stage-quality.ts"),
    draw: () => import("./draw/stage-quality.ts"),
  }),
  figure("fig_variance_decomposition", {
    analysis: ["resampling", "variance_decomposition", "factor_residuals"],
    options: {},
    data: () => import("./sidecar/variance-decomposition.ts"),
    draw: () => import("./draw/variance-decomposition.ts"),
  }),
  figure("fig_multi_metric_raincloud", {
    analysis: ["category_spread", "category_density"],
    options: {},
    data: () => import("./sidecar/raincloud.ts"),
    draw: () => import("./draw/raincloud.ts"),
  }),
  figure("fig_roc", {
    results: tablesOfPart.fig_roc,
    options: { required: requiredPoint },
    data: () => import("./sidecar/roc.ts"),
    draw: () => import("./draw/roc.ts"),
  }),
  figure("fig_calibration_smoothed", {
    results: tablesOfPart.fig_calibration_smoothed,
    options: {},
    data: () => import("./sidecar/calibration.ts"),
    draw: () => import("./draw/calibration.ts"),
  }),
  figure("fig_dca_curves", {
    ...decision,
    options: { people: "sample", populationPrevalence: settings.population_prevalence },
  }),
  figure("fig_dca_curves_population", {
    ...decision,
    options: { people: "population", populationPrevalence: settings.population_prevalence },
  }),
  figure("fig_retained_multi_metric", {
    results: ["retention_metrics", "certainty_thirds"],
    options: {},
    data: () => import("./sidecar/retention.ts"),
    draw: () => import("./draw/retention.ts"),
  }),
  figure("fig_prob_dist_by_outcome", {
    results: tablesOfPart.fig_prob_dist_by_outcome,
    options: {},
    data: () => import("./sidecar/outcome-distribution.ts"),
    draw: () => import("./draw/outcome-distribution.ts"),
  }),
  figure("fig_risk_coverage", {
    results: tablesOfPart.fig_risk_coverage,
    options: {},
    data: () => import("./sidecar/risk-coverage.ts"),
    draw: () => import("./draw/risk-coverage.ts"),
  }),
  figure("fig_uncertainty_vs_prob", {
    results: ["predictions", "certainty_thirds"],
    options: {},
    data: () => import("./sidecar/uncertainty.ts"),
    draw: () => import("./draw/uncertainty.ts"),
  }),
  figure("fig_instability_combined", {
    results: ["subject_stability", "instability"],
    options: {},
    data: () => import("./sidecar/instability.ts"),
    draw: () => import("./draw/instability.ts"),
  }),
  figure("fig_vif_combined", {
    results: ["feature_vif"],
    analysis: ["feature_collinearity", "feature_pairs"],
    options: {},
    data: () => import("./sidecar/collinearity.ts"),
    draw: () => import("./draw/collinearity.ts"),
  }),
  figure("fig_light_protocol", {
    results: ["stimulus_protocol", "signal_summary"],
    options: {},
    data: () => import("./sidecar/light-protocol.ts"),
    draw: () => import("./draw/light-protocol.ts"),
  }),
  figure("fig_decomposition_grid", {
    results: ["stimulus_protocol", "signal_summary", "category_responses", "signal_components"],
    options: {},
    data: () => import("./sidecar/decomposition.ts"),
    draw: () => import("./draw/decomposition.ts"),
  }),
  figure("fig_calibration_dca_combined", combined(["fig_calibration_smoothed", "fig_dca_curves"])),
  figure("fig_prob_dist_combined", combined(["fig_roc", "fig_prob_dist_by_outcome"])),
  figure("fig_roc_rc_combined", combined(["fig_roc", "fig_risk_coverage"])),
  figure("fig_stratos_core", {
    results: stratosParts.flatMap((id) => tablesOfPart[id]),
    options: ofParts,
    data: () => import("./sidecar/stratos-core.ts"),
    draw: () => import("./draw/stratos-core.ts"),
  }),
];

/** The figures of the study, each with its data step. */
export const figures = group(
  "figures",
  drawn.flatMap(({ select, pictures }) => [select, pictures]),
  {
    absent: Object.entries(absentFigures).map(([id, why]) => ({
      name: `figures/${id}`,
      reason: "lacks" in why ? why.lacks : `figures/${why.shownIn} shows the same`,
    })),
  },
);

function figure<Options extends FigureOptions>(
  id: FigureId,
  { results = [], analysis = [], options, data, draw }: FigureParts<Options>,
): DrawnFigure {
  const entry: FigureEntry = registry[id];
  const path = `${study.roots.figures}/${id}`;
  const select = rule({
    name: `figures/${id}/data`,
    inputs: {
      ...inDatabase(database.outputs.db, ["essential_metrics", "methods", ...results]),
      ...inDatabase(statistics.outputs.db, ["study", ...analysis]),
    },
    params: {
      figure: { id, ...entry },
      scope,
      roles: studyRoles(entry.roles === "extended" ? "extended" : "main", scope),
      options,
    },
    outputs: { json: json(`${study.roots.figures}/data/${id}.json`) },
    task: data,
  });
  const pictures = rule({
    name: `figures/${id}`,
    inputs: { data: select.outputs.json },
    outputs: { svg: `${path}.svg`, png: `${path}.png`, pdf: `${path}.pdf`, html: `${path}.html` },
    task: draw,
  });
  return { select, pictures };
}

function inDatabase<Table extends string, Input>(
  database: { readonly table: (name: Table) => Input },
  tables: readonly Table[],
): { readonly [name: string]: Input } {
  return Object.fromEntries(tables.map((name) => [name, database.table(name)]));
}
