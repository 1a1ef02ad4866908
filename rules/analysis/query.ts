import { TaskError } from "plr";
import type { Database, QueryValue } from "./database.ts";

/** Which configurations a figure or table is about. */
export type Scope = {
  /** One classifier, or "all" where the classifier is the subject. */
  readonly classifier: string;
  /** One featurization, or "all" where it is the subject. */
  readonly featurization: string;
  /** What the study is; its databases must say the same. */
  readonly isSynthetic: boolean;
};

/** One filter, with the rows of `essential_metrics` left after it and all before it. */
interface FilterCount {
  readonly name: string;
  readonly value: string;
  readonly rows_left: number;
}

/** One configuration that has passed the filters: what it is made of, its run and its sizes. */
export interface SelectedConfiguration {
  readonly config_id: number;
  readonly outlier_method: string;
  readonly imputation_method: string;
  readonly classifier: string;
  readonly featurization: string;
  readonly run_id: string;
  readonly n_test: number;
  readonly n_events: number;
  readonly n_bootstrap: number;
  readonly prevalence: number;
  /** Mean AUROC over the refits. */
  readonly auroc: number;
}

/** The configurations of a scope, never none, in the order of config_id. */
export interface Selection<Row = object> {
  readonly configurations: readonly (SelectedConfiguration & Row)[];
  readonly filters: readonly FilterCount[];
}

/** Both databases of the study, open for reading. */
export interface Study {
  readonly results: Database;
  readonly analysis: Database;
}

const keys = [
  "config_id",
  "outlier_method",
  "imputation_method",
  "classifier",
  "featurization",
  "run_id",
  "n_test",
  "n_events",
  "n_bootstrap",
  "prevalence",
  "auroc",
] as const;

/**
 * Selects the configurations of a scope: the one way from a figure or table to the databases. The mandatory filters
 * always apply, the most special first, so that a row of another classifier moves no count of this one.
 *
 * @param columns further columns of `essential_metrics`
 * @throws TaskError if no row is left; it lists each filter with the rows left after it
 */
export async function selectConfigurations<Row = object>(
  { results, analysis }: Study,
  scope: Scope,
  columns: readonly (keyof Row & string)[] = [],
): Promise<Selection<Row>> {
  const conditions = filtersOf(scope, await isSynthetic(analysis));
  const filters: FilterCount[] = [];
  for (const [index, { name, value }] of conditions.entries()) {
    const rows_left = await count(results, conditions.slice(0, index + 1));
    filters.push({ name, value, rows_left });
  }
  const { where, values } = conjunction(conditions);
  const configurations = await results.rows<SelectedConfiguration & Row>(
    `SELECT ${[...keys, ...columns].join(", ")} FROM essential_metrics WHERE ${where} ORDER BY config_id`,
    values,
  );
  if (configurations.length === 0) throw nothingLeft(await count(results, []), filters);
  return { configurations, filters };
}

interface Condition {
  readonly name: string;
  readonly value: string;
  readonly sql: string;
  readonly parameter?: QueryValue;
}

function filtersOf(scope: Scope, studyIsSynthetic: boolean): Condition[] {
  const { classifier, featurization } = scope;
  const own: Condition = {
    name: "classifier",
    value: classifier,
    sql: "classifier = $",
    parameter: classifier,
  };
  const features: Condition = {
    name: "featurization",
    value: featurization,
    sql: "featurization = $",
    parameter: featurization,
  };
  return [
    ...(classifier === "all" ? [] : [own]),
    ...(featurization === "all" ? [] : [features]),
    { name: "methods", value: "in the registry", sql: registered },
    {
      name: "is_synthetic",
      value: String(scope.isSynthetic),
      sql: studyIsSynthetic === scope.isSynthetic ? "true" : "false",
    },
  ];
}

/** Every method of the row stands in the registry's table under its kind. */
const registered = [
  ["outlier", "outlier_method"],
  ["imputation", "imputation_method"],
  ["classifier", "classifier"],
]
  .map(([kind, column]) => `(SELECT count(*) FROM methods WHERE kind = '${kind}' AND method = ${column}) = 1`)
  .join(" AND ");

function conjunction(conditions: readonly Condition[]): { where: string; values: QueryValue[] } {
  const values: QueryValue[] = [];
  const parts = conditions.map(({ sql, parameter }) => {
    if (parameter === undefined) return sql;
    values.push(parameter);
    return `${sql}${values.length}`;
  });
  return { where: ["true", ...parts].join(" AND "), values };
}

async function count(results: Database, conditions: readonly Condition[]): Promise<number> {
  const { where, values } = conjunction(conditions);
  const [row] = await results.rows<{ n: number }>(
    `SELECT count(*)::INTEGER AS n FROM essential_metrics WHERE ${where}`,
    values,
  );
  return row?.n ?? 0;
}

async function isSynthetic(analysis: Database): Promise<boolean> {
  const [row] = await analysis.rows<{ is_synthetic: boolean }>("SELECT is_synthetic FROM study");
  if (row === undefined) throw new TaskError("the analysis database does not say which study it is of");
  return row.is_synthetic;
}

function nothingLeft(all: number, filters: readonly FilterCount[]): TaskError {
  const steps = filters.map(({ name, value, rows_left }) => `${name} ${value}: ${rows_left}`);
  return new TaskError(
    `no configuration is left: ${[`essential_metrics: ${all}`, ...steps].join(", ")}`,
    "Look into the table rejected_runs for runs that were left out, or change configs/analysis.yaml.",
  );
}
