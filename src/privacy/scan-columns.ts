import type { DuckDBConnection } from "@duckdb/node-api";
import type { FindingKind } from "./finding.ts";
import type { ScanContext } from "./scan-context.ts";
import { quoteIdentifier } from "./sql-quote.ts";

/** A column and its DuckDB type as `DESCRIBE` writes it. */
export type TextColumn = { readonly name: string; readonly type: string };

/** Columns of one relation; `from` is what stands after FROM, `where` how findings call it. */
export type ColumnScan = {
  readonly connection: DuckDBConnection;
  readonly context: ScanContext;
  readonly columns: readonly TextColumn[];
  readonly from: string;
  readonly where: string;
};

/**
 * Puts every cell of the columns that can hold text before the matcher; numbers and times are left out. Each value of a
 * column is looked at once, however often it is there; the cells themselves are read only where something was found.
 */
export async function scanColumns(scan: ColumnScan): Promise<void> {
  const columns = scan.columns.filter(({ type }) => !isNumeric(type));
  if (columns.length === 0) return;
  await reportBinary(scan, columns);
  const suspects = await columnsToReport(scan, columns);
  if (suspects.length > 0) await reportCells(scan, suspects);
}

/** Values are told apart by their bytes: a column's collation may take different texts for one. */
async function columnsToReport(
  { connection, context, from }: ColumnScan,
  columns: readonly TextColumn[],
): Promise<readonly TextColumn[]> {
  const values = columns.map(
    (column, index) =>
      `SELECT ${index}, any_value(${textOf(column)}) FROM ${from} GROUP BY encode(${textOf(column)})`,
  );
  const found = new Set<number>();
  for await (const chunk of await connection.stream(values.join(" UNION ALL "))) {
    for (const [index, text] of chunk.getRows()) {
      const hasFindings = typeof text === "string" && context.matcher.kinds(text).length > 0;
      if (hasFindings) found.add(Number(index));
    }
  }
  return columns.filter((_, index) => found.has(index));
}

async function reportCells(scan: ColumnScan, columns: readonly TextColumn[]): Promise<void> {
  const result = await scan.connection.stream(`SELECT ${columns.map(textOf).join(", ")} FROM ${scan.from}`);
  let rowsBefore = 0;
  for await (const chunk of result) {
    for (const [index, column] of columns.entries()) {
      chunk.visitColumnValues(index, (text, row) => {
        const kinds = typeof text === "string" ? scan.context.matcher.kinds(text) : [];
        if (kinds.length > 0) reportCell(kinds, { ...scan, column, row: rowsBefore + row + 1 });
      });
    }
    rowsBefore += chunk.rowCount;
  }
}

function textOf({ name }: TextColumn): string {
  return `CAST(${quoteIdentifier(name)} AS VARCHAR)`;
}

type Cell = ColumnScan & { readonly column: TextColumn; readonly row: number };

function reportCell(kinds: readonly FindingKind[], { context, where, column, row }: Cell): void {
  const group = `${where}, column ${context.matcher.redact(column.name)}`;
  for (const what of kinds) context.log.report({ what, group, where: `${group}, row ${row}` });
}

const NUMERIC_WORDS =
  /\b(?:BOOLEAN|U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|BIGNUM|FLOAT|DOUBLE|DECIMAL|DATE|TIME|TIMETZ|TIMESTAMP(?:_S|_MS|_NS)?|INTERVAL|WITH TIME ZONE)\b|[\s\d(),[\]]/gu;

/** Whether the type is made of numbers, booleans and times alone; a struct is not, for its field names are text. */
function isNumeric(type: string): boolean {
  return type.replace(NUMERIC_WORDS, "") === "";
}

async function reportBinary(scan: ColumnScan, columns: readonly TextColumn[]): Promise<void> {
  for (const { name, type } of columns.filter((column) => /\b(?:BLOB|BIT|GEOMETRY)\b/u.test(column.type))) {
    const result = await scan.connection.run(`SELECT count(${quoteIdentifier(name)}) > 0 FROM ${scan.from}`);
    const [[holdsValues] = []] = await result.getRows();
    const where = `${scan.where}, column ${scan.context.matcher.redact(name)} (${type.length > 40 ? "nested" : type})`;
    if (holdsValues === true) scan.context.log.report({ where, what: "unreadable", why: "binary-column" });
  }
}
