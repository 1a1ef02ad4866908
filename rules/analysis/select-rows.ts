import type { Database } from "./database.ts";

/** Which rows of a table with a `config_id` are wanted. */
export interface RowsWanted<Row> {
  readonly table: string;
  readonly columns: readonly (keyof Row & string)[];
  readonly configurations: readonly { readonly config_id: number }[];
  /** A condition in SQL beyond the configurations. */
  readonly where?: string;
  /** Columns that make the order complete, in SQL. */
  readonly order: string;
}

/** Rows of the selected configurations, in a complete order. None is no error here: a figure's needs say so. */
export function selectRows<Row>(database: Database, wanted: RowsWanted<Row>): Promise<Row[]> {
  const ids = wanted.configurations.map(({ config_id }) => config_id).join(", ");
  return database.rows<Row>(
    `SELECT ${wanted.columns.join(", ")} FROM ${wanted.table}
     WHERE config_id IN (${ids || "NULL"}) AND ${wanted.where ?? "true"} ORDER BY ${wanted.order}`,
  );
}

/** A registered method and the names it goes by. */
export interface Method {
  readonly kind: "outlier" | "imputation" | "classifier" | "featurization";
  readonly method: string;
  readonly display_name: string;
  readonly short_name: string;
  readonly category: string | null;
  /** Place in the registry, 1 is first. */
  readonly position: number;
}

/** The registry as the database holds it, kind by kind in registry order. */
export function selectMethods(results: Database): Promise<Method[]> {
  return results.rows<Method>(
    `SELECT kind, method, display_name, short_name, category, position FROM methods
     ORDER BY kind, position`,
  );
}
