import type { FigureDocument } from "plr/charts/document";
import { requiredNames, rocHeight, type RocRow } from "plr/charts/figures/roc";
import { counted, fixed } from "plr/charts/number-text";
import type { StudyRow } from "../../schema/analysis.ts";
import type { RocCurvePoint, RocPoint } from "../../schema/decisions.ts";
import type { EssentialMetrics } from "../../schema/metrics.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import type { Study } from "../query.ts";
import { selectRows } from "../select-rows.ts";
import { documentOf, type DocumentParts } from "./figure-document.ts";
import { curveInterval } from "./intervals.ts";
import { selectRoles } from "./role-study.ts";
import { absentSentence, pipelineColumns, pipelineMethods, roleNeed } from "./roles.ts";

const measures = [
  "auroc_mean_pred",
  "auroc_mean_pred_logit_lower",
  "auroc_mean_pred_logit_upper",
  "auroc_note",
] as const;
type Measures = Pick<EssentialMetrics, (typeof measures)[number]>;

/** What the requirement is that the curves are held against. */
export type RocOptions = {
  readonly required: { readonly sensitivity: number; readonly specificity: number };
};

/** ROC: the curve of the averaged prediction with its pointwise band, for each role. */
export async function rocParts(
  study: Study,
  facts: StudyRow,
  setting: FigureSetting<RocOptions>,
): Promise<DocumentParts> {
  const { required } = setting.options;
  const { selection, names, found, configurations } = await selectRoles<Measures>(study, setting, measures);
  const points = await selectRows<RocPoint>(study.results, {
    table: "roc_points",
    columns: ["config_id", "point_index", "fpr", "tpr"],
    configurations,
    order: "config_id, point_index",
  });
  const bands = await selectRows<RocCurvePoint>(study.results, {
    table: "roc_curves",
    columns: ["config_id", "fpr", "ci_lower", "ci_upper"],
    configurations,
    where: "ci_lower IS NOT NULL AND ci_upper IS NOT NULL",
    order: "config_id, fpr",
  });
  const data = found.flatMap((pipeline): RocRow[] => {
    const { role, configuration } = pipeline;
    const ofOwn = <Row extends { readonly config_id: number }>(rows: readonly Row[]): Row[] =>
      rows.filter((row) => row.config_id === configuration.config_id);
    return [
      {
        ...pipelineColumns(pipeline, names),
        auroc_mean_pred: configuration.auroc_mean_pred,
        auroc_mean_pred_lower: configuration.auroc_mean_pred_logit_lower,
        auroc_mean_pred_upper: configuration.auroc_mean_pred_logit_upper,
        reason: configuration.auroc_mean_pred_logit_lower === null ? configuration.auroc_note : null,
      },
      ...ofOwn(points).map(({ point_index, fpr, tpr }) => ({
        part: "point" as const,
        role,
        point_index,
        fpr,
        tpr,
      })),
      ...ofOwn(bands).flatMap(({ fpr, ci_lower, ci_upper }) =>
        ci_lower === null || ci_upper === null
          ? []
          : [{ part: "band" as const, role, fpr, ci_lower, ci_upper }],
      ),
    ];
  });
  return {
    figure: setting.figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "roc_points", "roc_curves", "methods", "extraction_metadata"],
    selected: [configurations, points, bands],
    data,
    missing: configurations.filter((row) => row.auroc_mean_pred_logit_lower === null).length,
    alt: altOf(data, required),
    sentences: [
      ...absentSentence(setting.roles, found),
      "Curves and AUROC are of the average of the refits' predictions, not the mean AUROC of the refits. " +
        "Dashed: no discrimination.",
    ],
    units: { fpr: "1", tpr: "1", auroc_mean_pred: "1" },
    needs: [roleNeed(setting.roles, found)],
    referenceLines: requiredLines(required),
    intervals: [
      await curveInterval(
        study,
        "AUROC by DeLong on the logit scale, band pointwise by stratified bootstrap",
      ),
    ],
    abbreviated: pipelineMethods(found, names),
    height: rocHeight,
  };
}

/** Its sidecar. */
export const rocDocument = documentOf(rocParts);

export default dataTask(rocDocument);

function requiredLines(required: RocOptions["required"]): FigureDocument["reference_lines"] {
  const source = "clinical requirement of a screening test";
  return (["sensitivity", "specificity"] as const).map((name) => ({
    name: requiredNames[name],
    value: required[name],
    lower: null,
    upper: null,
    source,
  }));
}

function altOf(data: readonly RocRow[], { sensitivity, specificity }: RocOptions["required"]): string {
  const pipelines = data.filter((row) => row.part === "pipeline");
  const reaching = new Set(
    data
      .filter((row) => row.part === "point")
      .filter(({ fpr, tpr }) => tpr >= sensitivity && 1 - fpr >= specificity)
      .map(({ role }) => role),
  );
  const list = pipelines.map(({ name, auroc_mean_pred }) => `${name} ${fixed(auroc_mean_pred, 3)}`);
  return (
    `ROC of ${counted(pipelines.length, "pipeline")}, AUROC ${list.join(", ")}; ` +
    `${reaching.size} reach the required point.`
  );
}
