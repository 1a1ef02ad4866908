import { calibrationHeight } from "plr/charts/figures/calibration";
import { fixed } from "plr/charts/number-text";
import type { CalibrationPipeline, CalibrationRow } from "plr/charts/figures/calibration-rows";
import type { StudyRow } from "../../schema/analysis.ts";
import type { Prediction } from "../../schema/people.ts";
import type { CalibrationGroup, CalibrationSmooth } from "../../schema/calibration.ts";
import type { EssentialMetrics } from "../../schema/metrics.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import { selectConfigurations, type Study } from "../query.ts";
import { selectMethods, selectRows } from "../select-rows.ts";
import { documentOf, type DocumentParts } from "./figure-document.ts";
import { curveInterval } from "./intervals.ts";
import { registryNames, type RegistryNames } from "./registry-names.ts";
import {
  absentSentence,
  pipelineColumns,
  pipelineMethods,
  roleNeed,
  type RolePipeline,
  rolePipelines,
} from "./roles.ts";

const measures = ["calibration_slope", "calibration_intercept", "o_e_ratio", "ici"] as const;
const columns = [
  ...measures.flatMap((name) => [name, `${name}_ci_lower`, `${name}_ci_upper`] as const),
  "slope_note",
] as const;
type Measures = Pick<EssentialMetrics, (typeof columns)[number]>;

/** With fewer distinct predictions there is no curve. */
const fewestDistinct = 10;

/** CAL: for each role the smoothed calibration curve, groups, people and four measures with their limits. */
export async function calibrationParts(
  study: Study,
  facts: StudyRow,
  { figure, scope, roles }: FigureSetting,
): Promise<DocumentParts> {
  const selection = await selectConfigurations<Measures>(study, scope, columns);
  const names = registryNames(await selectMethods(study.results));
  const found = rolePipelines(roles, selection.configurations);
  const configurations = found.map(({ configuration }) => configuration);
  const curves = await selectRows<CalibrationSmooth>(study.results, {
    table: "calibration_smooth",
    columns: ["config_id", "x", "y", "ci_lower", "ci_upper"],
    configurations,
    order: "config_id, x",
  });
  const groups = await selectRows<CalibrationGroup>(study.results, {
    table: "calibration_groups",
    columns: ["config_id", "group_index", "n", "events", "p_mean", "observed", "ci_lower", "ci_upper"],
    configurations,
    order: "config_id, group_index",
  });
  // Without codes and in the order of the prediction, so that nobody can be followed from panel to panel.
  const people = await selectRows<Pick<Prediction, "config_id" | "y_true" | "y_prob">>(study.results, {
    table: "predictions",
    columns: ["config_id", "y_true", "y_prob"],
    configurations,
    order: "config_id, y_prob, y_true",
  });
  const pipelines = found.map((pipeline) => pipelineRow(pipeline, names));
  const { n_test: n = 0, n_events: events = 0 } = selection.configurations[0] ?? {};
  const data = found.flatMap((pipeline, i): CalibrationRow[] => {
    const { role } = pipeline;
    const { config_id } = pipeline.configuration;
    const own = people.filter((person) => person.config_id === config_id);
    const distinct = new Set(own.map(({ y_prob }) => y_prob)).size;
    const row = pipelines[i];
    return [
      ...(row === undefined ? [] : [row]),
      ...(distinct < fewestDistinct ? [] : curves.filter((point) => point.config_id === config_id)).map(
        ({ x, y, ci_lower, ci_upper }) => ({
          part: "curve" as const,
          role,
          predicted: x,
          observed: y,
          ci_lower,
          ci_upper,
        }),
      ),
      ...groups.filter((group) => group.config_id === config_id).map((group) => groupRow(role, group)),
      ...own.map(({ y_true, y_prob }) => ({
        part: "person" as const,
        role,
        y_true: y_true === 1 ? (1 as const) : (0 as const),
        y_prob,
      })),
    ];
  });
  return {
    figure,
    study: facts,
    selection,
    tables: [
      "essential_metrics",
      "calibration_smooth",
      "calibration_groups",
      "predictions",
      "methods",
      "extraction_metadata",
    ],
    selected: [pipelines, curves, groups, people],
    data,
    missing: pipelines.filter(({ calibration_slope }) => calibration_slope === null).length,
    alt: altOf(pipelines),
    sentences: [
      ...absentSentence(roles, found),
      "Curve: loess on people (span 0.75, degree 2) within the range of the averaged prediction, cut at 0 and 1. " +
        "Slope and calibration-in-the-large by logistic regression, the latter with the slope fixed at 1.",
      `Guidance asks for at least 100, better 200 people with and without the event; here ${events} and ` +
        `${n - events}: exploratory.`,
    ],
    units: {
      predicted: "1",
      observed: "1",
      y_prob: "1",
      p_mean: "1",
      calibration_slope: "1",
      o_e_ratio: "1",
    },
    needs: [roleNeed(roles, found)],
    intervals: [
      await curveInterval(
        study,
        "slope and in-the-large by Wald, O:E on the logarithm, groups by Wilson, curve and ICI by bootstrap",
      ),
    ],
    abbreviated: pipelineMethods(found, names),
    height: calibrationHeight,
  };
}

/** Its sidecar. */
export const calibrationDocument = documentOf(calibrationParts);

export default dataTask(calibrationDocument);

function pipelineRow(pipeline: RolePipeline<Measures>, names: RegistryNames): CalibrationPipeline {
  const { configuration } = pipeline;
  return {
    ...pipelineColumns(pipeline, names),
    calibration_slope: configuration.calibration_slope,
    calibration_slope_lower: configuration.calibration_slope_ci_lower,
    calibration_slope_upper: configuration.calibration_slope_ci_upper,
    calibration_intercept: configuration.calibration_intercept,
    calibration_intercept_lower: configuration.calibration_intercept_ci_lower,
    calibration_intercept_upper: configuration.calibration_intercept_ci_upper,
    o_e_ratio: configuration.o_e_ratio,
    o_e_ratio_lower: configuration.o_e_ratio_ci_lower,
    o_e_ratio_upper: configuration.o_e_ratio_ci_upper,
    ici: configuration.ici,
    ici_lower: configuration.ici_ci_lower,
    ici_upper: configuration.ici_ci_upper,
    reason: configuration.slope_note,
  };
}

function groupRow(role: string, group: CalibrationGroup): CalibrationRow {
  const { group_index, n, events, p_mean, observed, ci_lower, ci_upper } = group;
  return { part: "group", role, group_index, n, events, p_mean, observed, ci_lower, ci_upper };
}

function altOf(pipelines: readonly CalibrationPipeline[]): string {
  const list = (of: (row: CalibrationPipeline) => number | null): string =>
    pipelines.map((row) => fixed(of(row), 2)).join(", ");
  const events = pipelines[0]?.n_events ?? 0;
  return (
    `Calibration of ${pipelines.length} ${pipelines.length === 1 ? "pipeline" : "pipelines"} ` +
    `(${pipelines.map(({ name }) => name).join(", ")}): slope ${list((row) => row.calibration_slope)}, ` +
    `O:E ${list((row) => row.o_e_ratio)}; wide intervals with ${events} events.`
  );
}
