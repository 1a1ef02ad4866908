import { type Artifact, type Json, type Rule, task, type Task } from "plr";
import type { FigureDocument } from "plr/charts/document";
import type { StudyRow } from "../schema/analysis.ts";
import type { Figure } from "./figure-entry.ts";
import type { Scope, Study } from "./query.ts";
import type { Role } from "./sidecar/roles.ts";
import { writeSidecar } from "./sidecar/write-sidecar.ts";
import { withStudy } from "./with-study.ts";

/** What a figure is made of beyond the study; the parameters of its data step. */
export type FigureSetting<Options extends FigureOptions = FigureOptions> = {
  readonly figure: Figure;
  readonly scope: Scope;
  readonly roles: readonly Role[];
  readonly options: Options;
};

/** What one figure has beside the others of its design. */
export type FigureOptions = { readonly [name: string]: Json };

/** From the databases to the sidecar: selects, joins and orders; computes no statistic. */
export type SelectFigure<Options extends FigureOptions> = (
  study: Study,
  facts: StudyRow,
  setting: FigureSetting<Options>,
) => Promise<FigureDocument>;

/** The data step of a figure; all tables lie in two files. */
export type DataRule<Options extends FigureOptions> = Rule<
  { readonly essential_metrics: Artifact; readonly study: Artifact },
  { readonly json: Artifact },
  FigureSetting<Options>
>;

/** The task of a data step. */
export function dataTask<Options extends FigureOptions = FigureOptions>(
  select: SelectFigure<Options>,
): Task<DataRule<Options>> {
  return task<DataRule<Options>>(async ({ inputs, outputs, params }) => {
    const paths = { results: inputs.essential_metrics, analysis: inputs.study };
    const document = await withStudy(paths, (study, facts) => select(study, facts, params));
    await writeSidecar(outputs.json, document);
  });
}
