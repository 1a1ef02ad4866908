import { TaskError } from "plr";
import { decisionHeight } from "plr/charts/figures/decision-curve";
import { fixed, percent } from "plr/charts/number-text";
import type { DcaPipeline, DcaRow } from "plr/charts/figures/decision-rows";
import type { StudyRow } from "../../schema/analysis.ts";
import type { DcaPoint } from "../../schema/decisions.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import { selectConfigurations, type Study } from "../query.ts";
import { selectMethods, selectRows } from "../select-rows.ts";
import { documentOf, type DocumentParts } from "./figure-document.ts";
import { registryNames } from "./registry-names.ts";
import { absentSentence, pipelineColumns, pipelineMethods, roleNeed, rolePipelines } from "./roles.ts";

/** Whose net benefit is shown, and the share of glaucoma in the population. */
export type DecisionOptions = {
  readonly people: "sample" | "population";
  readonly populationPrevalence: number;
};

/** The greatest threshold drawn; beyond it a rare disease leaves nothing to gain. */
const lastThreshold = { sample: 0.4, population: 0.2 } as const;
/** The range of thresholds declared of interest. */
const declared = [0.05, 0.2] as const;

/** DCA: net benefit of each role over thresholds beside treating all and none, and the gain over the better. */
export async function decisionParts(
  study: Study,
  facts: StudyRow,
  { figure, scope, roles, options }: FigureSetting<DecisionOptions>,
): Promise<DocumentParts> {
  const selection = await selectConfigurations(study, scope);
  const names = registryNames(await selectMethods(study.results));
  const found = rolePipelines(roles, selection.configurations);
  const { people, populationPrevalence } = options;
  const sampled = found[0]?.configuration.prevalence ?? selection.configurations[0]?.prevalence ?? 0;
  const prevalence = people === "sample" ? sampled : populationPrevalence;
  const points = await selectRows<DcaPoint>(study.results, {
    table: "dca_curves",
    columns: [
      "config_id",
      "threshold",
      "net_benefit_model",
      "net_benefit_all",
      "net_benefit_none",
      "nb_gain",
      "sensitivity",
      "specificity",
      "n_flagged",
      "prob_useful",
    ],
    configurations: found.map(({ configuration }) => configuration),
    where: `abs(prevalence - ${prevalence}) < 1e-9 AND threshold <= ${lastThreshold[people] + 1e-9}`,
    order: "config_id, threshold",
  });
  if (points.length === 0 && found.length > 0) {
    throw new TaskError(`dca_curves has no rows for a prevalence of ${prevalence}`);
  }
  const pipelines = found.map((pipeline): DcaPipeline => ({
    ...pipelineColumns(pipeline, names),
    prevalence,
    people,
  }));
  const data = pipelines.flatMap((pipeline): DcaRow[] => [
    pipeline,
    ...points
      .filter((point) => point.config_id === pipeline.config_id)
      .map((point) => pointRow(pipeline.role, point)),
  ]);
  return {
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
        "in true positives per person; the lower panel shows the gain over the better of treating all and none.",
      "Curves carry no intervals: the higher expected benefit decides.",
      ...peopleSentences[people]({ sampled, populationPrevalence }),
    ],
    units: { net_benefit_model: "1", net_benefit_all: "1", nb_gain: "1", threshold: "1", prob_useful: "1" },
    domains: { threshold: [0, lastThreshold[people]], declared: [declared[0], declared[1]] },
    needs: [roleNeed(roles, found)],
    referenceLines: [
      {
        name: "prevalence",
        value: prevalence,
        lower: null,
        upper: null,
        source: people === "sample" ? "share of test people with glaucoma" : "declared in the configuration",
      },
    ],
    intervals: [],
    abbreviated: pipelineMethods(found, names),
    height: decisionHeight,
  };
}

/** Its sidecar. */
export const decisionDocument = documentOf(decisionParts);

export default dataTask<DecisionOptions>(decisionDocument);

type Shares = { readonly sampled: number; readonly populationPrevalence: number };

/** What the caption says of the people that the curves are for. */
const peopleSentences: Readonly<Record<DecisionOptions["people"], (shares: Shares) => string[]>> = {
  sample: ({ sampled, populationPrevalence }) => [
    "The table: share of resamples of the test people in which the pipeline beats both defaults.",
    `Case-control sample with a prevalence of ${percent(sampled)} against ` +
      `${percent(populationPrevalence, 2)} in the population: this does not carry over to screening.`,
  ],
  population: ({ sampled, populationPrevalence }) => [
    `For a population with a prevalence of ${percent(populationPrevalence, 2)}: the log odds of the predictions for the ` +
      `test people, of whom ${percent(sampled)} have glaucoma, are shifted by logit ` +
      `${percent(populationPrevalence, 2)} − logit ${percent(sampled)}, and net benefit weighs sensitivity and ` +
      "specificity by the population's prevalence. This holds if people with and without glaucoma are like those " +
      "tested here; it is no validation in the population.",
    "The table: sensitivity and specificity of the shifted predictions.",
  ],
};

function pointRow(role: string, point: DcaPoint): DcaRow {
  return {
    part: "threshold",
    role,
    threshold: point.threshold,
    net_benefit_model: point.net_benefit_model,
    net_benefit_all: point.net_benefit_all,
    net_benefit_none: point.net_benefit_none,
    nb_gain: point.nb_gain,
    sensitivity: point.sensitivity,
    specificity: point.specificity,
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
