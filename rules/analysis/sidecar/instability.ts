import type { FigureDocument } from "plr/charts/document";
import { instabilityHeight, type InstabilityRow } from "plr/charts/figures/instability";
import { fixed, percent } from "plr/charts/number-text";
import type { StudyRow } from "../../schema/analysis.ts";
import type { SubjectStability } from "../../schema/people.ts";
import type { Instability } from "../../schema/decisions.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import type { Study } from "../query.ts";
import { selectRows } from "../select-rows.ts";
import { figureDocument } from "./figure-document.ts";
import { personRow, selectRoles } from "./role-study.ts";
import { absentSentence, pipelineColumns, pipelineMethods, roleNeed } from "./roles.ts";

const personColumns = [
  "config_id",
  "y_true",
  "reference",
  "p_mean",
  "p_ref",
  "q025",
  "q25",
  "q50",
  "q75",
  "q975",
  "flip_rate_50",
] as const;

type PersonStability = Pick<SubjectStability, (typeof personColumns)[number]>;

/** Riley & Collins 2023 recommend at least as many refits. */
const recommendedRefits = 200;

/** INSTAB: the refits' predictions of each person beside the reference model's, for each role. */
export async function instabilityDocument(
  study: Study,
  facts: StudyRow,
  setting: FigureSetting,
): Promise<FigureDocument> {
  const { selection, names, found, configurations } = await selectRoles(study, setting);
  const people = await selectRows<PersonStability>(study.results, {
    table: "subject_stability",
    columns: personColumns,
    configurations,
    // Without codes, so that nobody can be followed from panel to panel.
    order: `config_id, p_mean, ${personColumns.join(", ")}`,
  });
  const measures = await selectRows<Instability>(study.results, {
    table: "instability",
    columns: ["config_id", "reference", "threshold", "mape", "cii"],
    configurations,
    where: "threshold = 0.5",
    order: "config_id, reference",
  });
  const data = found.flatMap((pipeline): InstabilityRow[] => {
    const { config_id } = pipeline.configuration;
    const own = people.filter((person) => person.config_id === config_id);
    const reference = own[0]?.reference;
    const measure = measures.find((one) => one.config_id === config_id && one.reference === reference);
    if (measure === undefined) return [];
    return [
      {
        ...pipelineColumns(pipeline, names),
        reference: reference === "full_model" ? "full_model" : "mean_of_models",
        mape: measure.mape,
        cii: measure.cii,
      },
      ...own.map(({ y_true, p_mean, p_ref, q025, q25, q50, q75, q975, flip_rate_50 }) => ({
        ...personRow(pipeline.role, { y_true, y_prob: p_mean }),
        p_ref,
        q025,
        q25,
        q50,
        q75,
        q975,
        flip_rate_50,
      })),
    ];
  });
  const refits = Math.min(...selection.configurations.map(({ n_bootstrap }) => n_bootstrap));
  return figureDocument({
    figure: setting.figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "subject_stability", "instability", "methods"],
    selected: [configurations, people, measures],
    data,
    missing: 0,
    alt: altOf(data),
    sentences: [
      ...absentSentence(setting.roles, found),
      referenceSentence(data),
      "Bars: half and 95% of the refits' predictions of one person, with their median; below, the share of refits whose " +
        "decision at 0.5 is another than the reference's. Half-samples overstate instability." +
        (refits < recommendedRefits ? ` Fewer than the ${recommendedRefits} recommended refits.` : ""),
    ],
    units: { p_ref: "1", y_prob: "1", q50: "1", mape: "1", cii: "1", flip_rate_50: "1" },
    needs: [roleNeed(setting.roles, found)],
    intervals: [],
    abbreviated: pipelineMethods(found, names),
    height: instabilityHeight,
  });
}

export default dataTask(instabilityDocument);

function referenceSentence(data: readonly InstabilityRow[]): string {
  const pipelines = data.filter((row) => row.part === "pipeline");
  const without = pipelines.filter(({ reference }) => reference === "mean_of_models");
  const full = "the model of all training people (Riley & Collins 2023)";
  const mean = "the mean of the refits, around which instability is smaller";
  if (without.length === 0) return `The reference is ${full}.`;
  if (without.length === pipelines.length)
    return `No model of all training people: the reference is ${mean}.`;
  return `The reference is ${full}; of ${without.map(({ name }) => name).join(", ")} it is ${mean}.`;
}

function altOf(data: readonly InstabilityRow[]): string {
  const measures = data
    .filter((row) => row.part === "pipeline")
    .map(({ name, mape, cii }) => `${name} ${fixed(mape, 2)}, ${percent(cii, 0)} of decisions flipped`);
  return `Mean absolute difference of refits from the reference: ${measures.join("; ")}.`;
}
