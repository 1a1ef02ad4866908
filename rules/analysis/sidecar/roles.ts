import type { FigureDocument } from "plr/charts/document";
import type { SelectedConfiguration } from "../query.ts";
import type { RegistryNames } from "./registry-names.ts";

/** One role of configs/combos.yaml: a pipeline that stands for its kind. */
export type Role = {
  readonly role: string;
  /** The role in words. */
  readonly label: string;
  readonly outlier_method: string;
  readonly imputation_method: string;
};

/** A role whose pipeline is among the selected configurations. */
export interface RolePipeline<Row> {
  readonly role: string;
  readonly configuration: SelectedConfiguration & Row;
}

/** The roles that the study has, in their order. A role without its pipeline is left out, never filled by another. */
export function rolePipelines<Row>(
  roles: readonly Role[],
  configurations: readonly (SelectedConfiguration & Row)[],
): RolePipeline<Row>[] {
  return roles.flatMap(({ role, outlier_method, imputation_method }) => {
    const configuration = configurations.find(
      (row) => row.outlier_method === outlier_method && row.imputation_method === imputation_method,
    );
    return configuration === undefined ? [] : [{ role, configuration }];
  });
}

/** The columns of a pipeline's row that all role figures share. */
export function pipelineColumns(
  { role, configuration }: RolePipeline<object>,
  names: RegistryNames,
): {
  part: "pipeline";
  role: string;
  config_id: number;
  name: string;
  category: ReturnType<RegistryNames["category"]>;
  n_test: number;
  n_events: number;
} {
  const { config_id, n_test, n_events, outlier_method } = configuration;
  return {
    part: "pipeline",
    role,
    config_id,
    name: names.pipeline(configuration),
    category: names.category("outlier", outlier_method),
    n_test,
    n_events,
  };
}

/** The need of every role figure: that the study has one of the roles at least. */
export function roleNeed(
  roles: readonly Role[],
  found: readonly RolePipeline<object>[],
): FigureDocument["needs"][number] {
  return {
    name: "a role pipeline",
    met: found.length > 0,
    detail: `${found.length} of ${roles.length} are among the configurations`,
  };
}

/** Sentence about roles that the study does not have; none if it has all. */
export function absentSentence(roles: readonly Role[], found: readonly RolePipeline<object>[]): string[] {
  const absent = roles.filter(({ role }) => !found.some((pipeline) => pipeline.role === role));
  if (absent.length === 0) return [];
  return [`Not run in this study: ${absent.map(({ label }) => label.toLowerCase()).join(", ")}.`];
}

/** The methods of the pipelines, for spelling out short names. */
export function pipelineMethods(
  found: readonly RolePipeline<object>[],
  names: RegistryNames,
): { readonly short_name: string; readonly display_name: string }[] {
  return found.flatMap(({ configuration }) => [
    names.find("outlier", configuration.outlier_method),
    names.find("imputation", configuration.imputation_method),
  ]);
}
