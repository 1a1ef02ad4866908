import { partColumn } from "plr/charts/document";
import { stratosHeight } from "plr/charts/figures/stratos-core";
import { stratosHead, type StratosPipeline } from "plr/charts/figures/stratos-rows";
import { counted, fixed } from "plr/charts/number-text";
import type { StudyRow } from "../../schema/analysis.ts";
import type { EssentialMetrics } from "../../schema/metrics.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import type { Study } from "../query.ts";
import { calibrationParts } from "./calibration.ts";
import { joinedParts } from "./combined.ts";
import { decisionParts, type DecisionOptions } from "./decision-curve.ts";
import { documentOf, type DocumentParts } from "./figure-document.ts";
import { distributionParts } from "./outcome-distribution.ts";
import { selectRoles } from "./role-study.ts";
import { absentSentence, pipelineColumns } from "./roles.ts";
import { rocParts, type RocOptions } from "./roc.ts";

/** What its parts are made of. */
export type StratosOptions = RocOptions & DecisionOptions;

const columns = [
  "auroc_mean_pred",
  "auroc_mean_pred_logit_lower",
  "auroc_mean_pred_logit_upper",
  "scaled_brier",
  "scaled_brier_ci_lower",
  "scaled_brier_ci_upper",
  "calibration_slope",
  "calibration_slope_ci_lower",
  "calibration_slope_ci_upper",
  "slope_note",
  "o_e_ratio",
  "o_e_ratio_ci_lower",
  "o_e_ratio_ci_upper",
] as const;
type Measures = Pick<EssentialMetrics, (typeof columns)[number]>;

/**
 * STRATOS: for each role the rows of its ROC curve, calibration, predictions and net benefit as in the sidecars of those
 * figures, and its five measures. The people stand among the predictions alone.
 */
async function stratosParts(
  study: Study,
  facts: StudyRow,
  setting: FigureSetting<StratosOptions>,
): Promise<DocumentParts> {
  const { names, found } = await selectRoles<Measures>(study, setting, columns);
  const calibration = await calibrationParts(study, facts, setting);
  const decision = await decisionParts(study, facts, setting);
  const parts = joinedParts([
    { id: "fig_roc", made: await rocParts(study, facts, setting) },
    { id: "fig_calibration_smoothed", made: { ...calibration, data: withoutPeople(calibration) } },
    { id: "fig_prob_dist_by_outcome", made: await distributionParts(study, facts, setting) },
    { id: "fig_dca_curves", made: decision },
  ]);
  const heads = found.map(({ role, configuration }): StratosPipeline => ({
    ...pipelineColumns({ role, configuration }, names),
    auroc_mean_pred: configuration.auroc_mean_pred,
    auroc_mean_pred_lower: configuration.auroc_mean_pred_logit_lower,
    auroc_mean_pred_upper: configuration.auroc_mean_pred_logit_upper,
    scaled_brier: configuration.scaled_brier,
    scaled_brier_lower: configuration.scaled_brier_ci_lower,
    scaled_brier_upper: configuration.scaled_brier_ci_upper,
    calibration_slope: configuration.calibration_slope,
    calibration_slope_lower: configuration.calibration_slope_ci_lower,
    calibration_slope_upper: configuration.calibration_slope_ci_upper,
    o_e_ratio: configuration.o_e_ratio,
    o_e_ratio_lower: configuration.o_e_ratio_ci_lower,
    o_e_ratio_upper: configuration.o_e_ratio_ci_upper,
    nb_gain_10pct: gainAt10(decision, role),
    reason: configuration.slope_note,
  }));
  return {
    ...parts,
    selected: [heads, ...parts.selected],
    data: [...heads.map((row) => ({ [partColumn]: stratosHead, ...row })), ...parts.data],
    units: { ...parts.units, scaled_brier: "1", nb_gain_10pct: "1" },
    alt: altOf(heads),
    sentences: [
      ...absentSentence(setting.roles, found),
      "All panels and measures are of the average of the refits' predictions. IPA: index of prediction accuracy, 1 − Brier " +
        "score over that of a model that says the prevalence of everybody; O:E: events observed over expected; gain: net " +
        "benefit beyond the better of treating all and none at a threshold of 10%.",
      "A: with the pointwise band; dashed, no discrimination. B: loess on people (span 0.75, degree 2) and groups of " +
        "people; dashed, perfect calibration. C: each dot is one person, with glaucoma above the line. D: grey, the " +
        "declared range of thresholds; curves carry no intervals.",
    ],
    height: stratosHeight,
  };
}

/** Its sidecar. */
export const stratosDocument = documentOf(stratosParts);

export default dataTask<StratosOptions>(stratosDocument);

function withoutPeople({ data }: DocumentParts): DocumentParts["data"] {
  return data.filter((row) => row["part"] !== "person");
}

function gainAt10({ data }: DocumentParts, role: string): number | null {
  const point = data.find((row) => row["role"] === role && row["threshold"] === 0.1);
  return typeof point?.["nb_gain"] === "number" ? point["nb_gain"] : null;
}

function altOf(heads: readonly StratosPipeline[]): string {
  const list = (of: (row: StratosPipeline) => number | null, decimals: number): string =>
    heads.map((row) => fixed(of(row), decimals)).join(", ");
  return (
    `ROC curves, calibration, predictions and net benefit of ${counted(heads.length, "pipeline")} ` +
    `(${heads.map(({ name }) => name).join(", ")}): AUROC ${list((row) => row.auroc_mean_pred, 3)}; IPA ` +
    `${list((row) => row.scaled_brier, 2)}; calibration slope ${list((row) => row.calibration_slope, 2)}; O:E ` +
    `${list((row) => row.o_e_ratio, 2)}; gain in net benefit at 10% ${list((row) => row.nb_gain_10pct, 3)}.`
  );
}
