import { quote, sumOfRows } from "./row-sums.ts";
import type { Format } from "./format.ts";

/** One table of a DuckDB file, or all. */
export const tableViews: Format = async (path, views, hasher) => {
  const names = views.map((view) => (view === "tables" ? undefined : view.slice("table:".length)));
  const tables = await readTables(path, names.includes(undefined) ? undefined : (names as string[]));
  return Object.fromEntries(
    views.map((view, index) => {
      const shown = tables.filter(({ name }) => view === "tables" || name === names[index]);
      return [view, hasher.text(shown.map(({ text }) => text).join("\n"))];
    }),
  );
};

/** One table as text: its schema, its number of rows, and the sum of its row hashes. */
interface TableText {
  readonly name: string;
  readonly text: string;
}

async function readTables(path: string, only: readonly string[] | undefined): Promise<readonly TableText[]> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  try {
    const columns = await connection.runAndReadAll(
      `SELECT schema_name, table_name, list(column_name || ' ' || data_type ORDER BY column_index)::VARCHAR
       FROM duckdb_columns() WHERE database_name = current_database() AND NOT internal
       GROUP BY ALL ORDER BY ALL`,
    );
    const shapes = (columns.getRows() as [string, string, string][]).filter(
      ([, name]) => only === undefined || only.includes(name),
    );
    if (shapes.length === 0) return [];
    const sums = await connection.runAndReadAll(shapes.map(sumOfTable).join(" UNION ALL "));
    const sumAt = new Map(sums.getRows().map(([place, ...sum]) => [Number(place), sum.join(" ")]));
    return shapes.map(([schema, name, shape], place) => ({
      name,
      text: `${schema} ${name} ${shape} ${sumAt.get(place) ?? ""}`,
    }));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function sumOfTable([schema, name]: readonly [string, string, string], place: number): string {
  return sumOfRows(`${quote(schema)}.${quote(name)}`, place);
}
