import type { FigureDocument } from "plr/charts/document";
import { decisionHeight } from "plr/charts/figures/decision-curve";
import { fixed, percent } from "plr/charts/number-text";
import type { DcaPipeline, DcaRow } from "plr/charts/rows";
import type { StudyRow } from "../../schema-analysis.ts";
import type { DcaPoint } from "../../schema-results.ts";
import { dataTask, type FigureSetting } from "../figure-task.ts";
import { selectConfigurations, type Study } from "../query.ts";
import { selectMethods, selectRows } from "../select-rows.ts";
import { figureDocument } from "./figure-document.ts";
import { registryNames } from "./registry-names.ts";
import { absentSentence, pipelineColumns, pipelineMethods, roleNeed, rolePipelines } from "./roles.ts";

/** Share of glaucoma in the population, for the caption. */
export type DecisionOptions = { readonly populationPrevalence: number };

/** The greatest threshold drawn. */
const lastThreshold = 0.4;
/** The range of thresholds declared of interest. */
const declared = [0.05, 0.2] as const;

/** DCA: net benefit of each role over thresholds beside treating all and none, and the gain over the better. */
export async function decisionDocument(
  study: Study,
  facts: StudyRow,
  { figure, scope, roles, options }: FigureSetting<DecisionOptions>,
): Promise<FigureDocument> {
  const selection = await selectConfigurations(study, scope);
  const names = registryNames(await selectMethods(study.results));
  const found = rolePipelines(roles, selection.configurations);
  const prevalence = found[0]?.configuration.prevalence ?? selection.configurations[0]?.prevalence ?? 0;
  const points = await selectRows<DcaPoint>(study.results, {
    table: "dca_curves",
    columns: [
      "config_id",
      "threshold",
      "net_benefit_model",
      "net_benefit_all",
      "net_benefit_none",
      "nb_gain",
      "n_flagged",
      "prob_useful",
    ],
    configurations: found.map(({ configuration }) => configuration),
    // The other prevalence in the table is the population's, whose predictions are moved.
    where:
      "prevalence = (SELECT m.prevalence FROM essential_metrics m WHERE m.config_id = dca_curves.config_id) " +
      `AND threshold <= ${lastThreshold + 1e-9}`,
    order: "config_id, threshold",
  });
  const pipelines = found.map((pipeline): DcaPipeline => ({
    ...pipelineColumns(pipeline, names),
    prevalence: pipeline.configuration.prevalence,
  }));
  const data = pipelines.flatMap((pipeline): DcaRow[] => [
    pipeline,
    ...points
      .filter((point) => point.config_id === pipeline.config_id)
      .map((point) => pointRow(pipeline.role, point)),
  ]);
  return figureDocument({
    figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "dca_curves", "methods"],
    selected: [pipelines, points],
    data,
    missing: 0,
    alt: altOf(pipelines, points),
    sentences: [
      ...absentSentence(roles, found),
      `Grey: the declared range of thresholds, ${percent(declared[0], 0)} to ${percent(declared[1], 0)}. Net benefit ` +
        "in true positives per person; B shows the gain over the better of treating all and none.",
      "Curves carry no intervals: the higher expected benefit decides. C: share of resamples of the test people in " +
        "which the pipeline beats both defaults.",
      `Case-control sample with a prevalence of ${percent(prevalence)} against ` +
        `${percent(options.populationPrevalence, 2)} in the population: this does not carry over to screening.`,
    ],
    units: { net_benefit_model: "1", net_benefit_all: "1", nb_gain: "1", threshold: "1", prob_useful: "1" },
    domains: { threshold: [0, lastThreshold], declared: [declared[0], declared[1]] },
    needs: [roleNeed(roles, found)],
    referenceLines: [
      {
        name: "prevalence",
        value: prevalence,
        lower: null,
        upper: null,
        source: "share of test people with glaucoma",
      },
    ],
    intervals: [],
    abbreviated: pipelineMethods(found, names),
    height: decisionHeight,
  });
}

export default dataTask<DecisionOptions>(decisionDocument);

function pointRow(role: string, point: DcaPoint): DcaRow {
  return {
    part: "threshold",
    role,
    threshold: point.threshold,
    net_benefit_model: point.net_benefit_model,
    net_benefit_all: point.net_benefit_all,
    net_benefit_none: point.net_benefit_none,
    nb_gain: point.nb_gain,
    n_positive: point.n_flagged,
    prob_useful: point.prob_useful,
  };
}

function altOf(pipelines: readonly DcaPipeline[], points: readonly DcaPoint[]): string {
  const [first] = pipelines;
  const own = points.filter(({ config_id }) => config_id === first?.config_id);
  const useful = own.filter(({ nb_gain }) => nb_gain > 0).map(({ threshold }) => threshold);
  const at10 = pipelines.map(({ config_id, name }) => {
    const point = points.find((other) => other.config_id === config_id && other.threshold === 10 / 100);
    const gain = point === undefined ? null : point.net_benefit_model - point.net_benefit_all;
    return `${name} ${fixed(gain, 3)}`;
  });
  const range =
    useful.length === 0
      ? "nowhere beats both defaults"
      : `beats both defaults between ${percent(Math.min(...useful), 0)} and ${percent(Math.max(...useful), 0)}`;
  return `${first?.name ?? "No pipeline"} ${range}; net benefit beyond treating all at 10%: ${at10.join(", ")}.`;
}
