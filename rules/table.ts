/** SQL types that tables use; each is one type of JavaScript. */
export type ColumnType = "INTEGER" | "DOUBLE" | "VARCHAR" | "BOOLEAN";

/** One column. Nothing is null unless `nullable`; null means undefined, never "not computed yet". */
export interface Column {
  readonly type: ColumnType;
  readonly nullable?: true;
  /** What it holds, with unit where it has one: a line of docs/reference/database.md. */
  readonly doc: string;
}

/** One table of a database. */
export interface Table {
  readonly doc: string;
  readonly columns: { readonly [name: string]: Column };
  /** Columns that together are unique; rows are stored in their order. */
  readonly key: readonly string[];
}

type Value<T extends ColumnType> = T extends "VARCHAR" ? string : T extends "BOOLEAN" ? boolean : number;

/** A row of a table, as written and as read. */
export type RowOf<T extends Table> = {
  readonly [K in keyof T["columns"]]: T["columns"][K] extends { readonly nullable: true }
    ? Value<T["columns"][K]["type"]> | null
    : Value<T["columns"][K]["type"]>;
};

/** The statement that makes an empty table. */
export function createTableSql(name: string, table: Table): string {
  const columns = Object.entries(table.columns).map(
    ([column, { type, nullable }]) => `"${column}" ${type}${nullable === true ? "" : " NOT NULL"}`,
  );
  const key = table.key.map((column) => `"${column}"`).join(", ");
  return `CREATE TABLE "${name}" (${columns.join(", ")}, PRIMARY KEY (${key}))`;
}
