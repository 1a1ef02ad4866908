import type { FigureSetting } from "../data-task.ts";
import { selectConfigurations, type SelectedConfiguration, type Selection, type Study } from "../query.ts";
import { selectMethods, selectRows } from "../select-rows.ts";
import type { Prediction } from "../../schema/people.ts";
import { registryNames, type RegistryNames } from "./registry-names.ts";
import { rolePipelines, type RolePipeline } from "./roles.ts";

/** What every figure of role panels starts from. */
export interface RoleStudy<Row> {
  readonly selection: Selection<Row>;
  readonly names: RegistryNames;
  /** The roles that the study has. */
  readonly found: readonly RolePipeline<Row>[];
  readonly configurations: readonly (SelectedConfiguration & Row)[];
}

/** Selects the configurations of a scope and, among them, those that stand for the figure's roles. */
export async function selectRoles<Row = object>(
  study: Study,
  { scope, roles }: FigureSetting,
  columns: readonly (keyof Row & string)[] = [],
): Promise<RoleStudy<Row>> {
  const selection = await selectConfigurations<Row>(study, scope, columns);
  const names = registryNames(await selectMethods(study.results));
  const found = rolePipelines(roles, selection.configurations);
  return { selection, names, found, configurations: found.map(({ configuration }) => configuration) };
}

/**
 * The test people of the roles without their codes, in the order of the prediction, so that nobody can be followed from
 * panel to panel.
 */
export function selectPeople<Column extends keyof Prediction>(
  study: Study,
  configurations: readonly { readonly config_id: number }[],
  columns: readonly Column[],
): Promise<Pick<Prediction, Column | "config_id" | "y_true" | "y_prob">[]> {
  return selectRows<Pick<Prediction, Column | "config_id" | "y_true" | "y_prob">>(study.results, {
    table: "predictions",
    columns: [...new Set(["config_id" as const, "y_true" as const, "y_prob" as const, ...columns])],
    configurations,
    order: ["config_id", "y_prob", "y_true", ...columns].join(", "),
  });
}

/** A test person as the rows of a role panel have one. */
export function personRow(
  role: string,
  { y_true, y_prob }: Pick<Prediction, "y_true" | "y_prob">,
): { part: "person"; role: string; y_true: 0 | 1; y_prob: number } {
  return { part: "person", role, y_true: y_true === 1 ? 1 : 0, y_prob };
}
