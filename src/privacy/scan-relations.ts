import type { DuckDBConnection } from "@duckdb/node-api";
import type { ScanContext } from "./scan-context.ts";
import { quoteIdentifier } from "./sql-quote.ts";

/** A column and its DuckDB type as `DESCRIBE` writes it. */
export type TextColumn = { readonly name: string; readonly type: string };

/** A table or what stands for one; `from` is what stands after FROM, `where` how findings call it. */
export type Relation = {
  readonly columns: readonly TextColumn[];
  readonly from: string;
  readonly where: string;
};

/** The connection that can reach the relations, and the scan that they belong to. */
export type Scope = { readonly connection: DuckDBConnection; readonly context: ScanContext };

/** What may hold text of a relation, and in which columns of that something was found. */
export type Suspect = { readonly relation: Relation; readonly found: readonly TextColumn[] };

/**
 * Puts every cell of the columns that can hold text before the matcher; numbers and times are left out. Each value of a
 * column is looked at once, however often it is there.
 */
export async function findSuspects(
  relations: readonly Relation[],
  scope: Scope,
): Promise<readonly Suspect[]> {
  const withText = relations
    .map((relation) => ({ ...relation, columns: relation.columns.filter(({ type }) => !isNumeric(type)) }))
    .filter(({ columns }) => columns.length > 0);
  if (withText.length === 0) return [];
  const found = await columnsToReport(withText, scope);
  return withText.map((relation) => ({
    relation,
    found: relation.columns.filter((column) => found.has(column)),
  }));
}

/** Reports what nobody can read, and where the findings are: only there the cells themselves are read. */
export async function reportSuspects(suspects: readonly Suspect[], scope: Scope): Promise<void> {
  for (const { relation, found } of suspects) {
    await reportBinary(relation, scope);
    if (found.length > 0) await reportCells({ ...relation, columns: found }, scope);
  }
}

/**
 * The columns in which something was found, by one query, which DuckDB works on side by side. Values are told apart by
 * their bytes: a column's collation may take different texts for one.
 */
async function columnsToReport(
  relations: readonly Relation[],
  { connection, context }: Scope,
): Promise<ReadonlySet<TextColumn>> {
  const all = relations.flatMap(({ columns, from }) => columns.map((column) => ({ column, from })));
  const values = all.map(
    ({ column, from }, index) =>
      `SELECT ${index}, any_value(${textOf(column)}) FROM ${from} GROUP BY encode(${textOf(column)})`,
  );
  const found = new Set<TextColumn>();
  for await (const chunk of await connection.stream(values.join(" UNION ALL "))) {
    for (const [index, text] of chunk.getRows()) {
      const column = all[Number(index)]?.column;
      if (column !== undefined && typeof text === "string" && context.matcher.kinds(text).length > 0)
        found.add(column);
    }
  }
  return found;
}

async function reportCells(relation: Relation, { connection, context }: Scope): Promise<void> {
  const { columns, from, where } = relation;
  const result = await connection.stream(`SELECT ${columns.map(textOf).join(", ")} FROM ${from}`);
  let rowsBefore = 0;
  for await (const chunk of result) {
    for (const [index, column] of columns.entries()) {
      const group = `${where}, column ${context.matcher.redact(column.name)}`;
      chunk.visitColumnValues(index, (text, row) => {
        for (const what of typeof text === "string" ? context.matcher.kinds(text) : [])
          context.log.report({ what, group, where: `${group}, row ${rowsBefore + row + 1}` });
      });
    }
    rowsBefore += chunk.rowCount;
  }
}

function textOf({ name }: TextColumn): string {
  return `CAST(${quoteIdentifier(name)} AS VARCHAR)`;
}

const NUMERIC_WORDS =
  /\b(?:BOOLEAN|U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|BIGNUM|FLOAT|DOUBLE|DECIMAL|DATE|TIME|TIMETZ|TIMESTAMP(?:_S|_MS|_NS)?|INTERVAL|WITH TIME ZONE)\b|[\s\d(),[\]]/gu;

/** Whether the type is made of numbers, booleans and times alone; a struct is not, for its field names are text. */
function isNumeric(type: string): boolean {
  return type.replace(NUMERIC_WORDS, "") === "";
}

async function reportBinary(
  { columns, from, where }: Relation,
  { connection, context }: Scope,
): Promise<void> {
  for (const { name, type } of columns.filter((column) => /\b(?:BLOB|BIT|GEOMETRY)\b/u.test(column.type))) {
    const result = await connection.run(`SELECT count(${quoteIdentifier(name)}) > 0 FROM ${from}`);
    const [[holdsValues] = []] = await result.getRows();
    const place = `${where}, column ${context.matcher.redact(name)} (${type.length > 40 ? "nested" : type})`;
    if (holdsValues === true) context.log.report({ where: place, what: "unreadable", why: "binary-column" });
  }
}
