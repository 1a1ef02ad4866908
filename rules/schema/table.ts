/** DuckDB's types as far as the study's databases use them. */
export type ColumnType = "INTEGER" | "DOUBLE" | "VARCHAR" | "BOOLEAN";

/** One column. `doc` says what it holds, with unit and range. */
export interface Column<Type extends ColumnType = ColumnType, Nullable extends boolean = boolean> {
  readonly type: Type;
  /** NULL means that the value is undefined for this row; NaN is never stored. */
  readonly nullable: Nullable;
  readonly doc: string;
}

type Columns = { readonly [name: string]: Column };

/** One table of a database, declared once: its DDL, its row type and its documentation come from here. */
export interface Table<C extends Columns = Columns> {
  readonly name: string;
  readonly doc: string;
  /** The columns that tell rows apart, in the order in which rows are written. */
  readonly key: readonly string[];
  /** Further sets of columns that are unique together. */
  readonly unique: readonly (readonly string[])[];
  readonly columns: C;
}

type Value<C extends Column> = {
  readonly INTEGER: number;
  readonly DOUBLE: number;
  readonly VARCHAR: string;
  readonly BOOLEAN: boolean;
}[C["type"]];

/** A row of a table, as plain data. */
export type RowOf<T extends Table> = {
  readonly [Name in keyof T["columns"]]: T["columns"][Name] extends Column<ColumnType, false>
    ? Value<T["columns"][Name]>
    : Value<T["columns"][Name]> | null;
};

/** Declares a table. */
export function table<const C extends Columns>(
  name: string,
  declaration: {
    readonly doc: string;
    readonly key: readonly (keyof C & string)[];
    readonly unique?: readonly (readonly (keyof C & string)[])[];
    readonly columns: C;
  },
): Table<C> {
  return { name, unique: [], ...declaration };
}

/** A whole number of at most 32 bits that is always there. */
export function integer(doc: string): Column<"INTEGER", false> {
  return { type: "INTEGER", nullable: false, doc };
}

/** A double that is always there. */
export function double(doc: string): Column<"DOUBLE", false> {
  return { type: "DOUBLE", nullable: false, doc };
}

/** A text that is always there. */
export function text(doc: string): Column<"VARCHAR", false> {
  return { type: "VARCHAR", nullable: false, doc };
}

/** True or false. */
export function boolean(doc: string): Column<"BOOLEAN", false> {
  return { type: "BOOLEAN", nullable: false, doc };
}

/** The same column, with NULL where the value is undefined. */
export function optional<T extends ColumnType>(column: Column<T>): Column<T, true> {
  return { ...column, nullable: true };
}

/** The limits of a 95 % interval, `<name>_ci_lower` and `<name>_ci_upper`; NULL where it does not exist. */
export function interval<const Name extends string>(
  name: Name,
  doc: string,
): { readonly [K in `${Name}_ci_lower` | `${Name}_ci_upper`]: Column<"DOUBLE", true> } {
  const limits = {
    [`${name}_ci_lower`]: optional(double(`Lower limit: ${doc}`)),
    [`${name}_ci_upper`]: optional(double(`Upper limit: ${doc}`)),
  };
  return limits as { readonly [K in `${Name}_ci_lower` | `${Name}_ci_upper`]: Column<"DOUBLE", true> };
}

/** The DDL of a table, with its primary key and unique constraints. */
export function createTableSql(declared: Table): string {
  const list = (names: readonly string[]): string => names.map(quote).join(", ");
  const constraints = [
    `PRIMARY KEY (${list(declared.key)})`,
    ...declared.unique.map((names) => `UNIQUE (${list(names)})`),
  ];
  return tableSql(declared, constraints);
}

/**
 * The DDL of a table without its keys, for one that is filled once with rows whose keys the writer has checked: the
 * indexes behind constraints double the time and the size of a file that nobody writes to again.
 */
export function createUnindexedTableSql(declared: Table): string {
  return tableSql(declared, []);
}

function tableSql({ name, columns }: Table, constraints: readonly string[]): string {
  const declarations = Object.entries(columns).map(
    ([column, { type, nullable }]) => `${quote(column)} ${type}${nullable ? "" : " NOT NULL"}`,
  );
  return `CREATE TABLE ${quote(name)} (${[...declarations, ...constraints].join(", ")})`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
