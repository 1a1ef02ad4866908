import type { View } from "../../engine/artifact.ts";
import { chosenBy } from "./chosen-rows.ts";
import { quote, sumOfRows } from "./row-sums.ts";
import type { Format } from "./format.ts";

/** Rows and columns of a Parquet file. */
export const parquetViews: Format = async (path, views, hasher) => {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const source = `read_parquet(${literal(asPattern(path))})`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
    const columns = described.getRows().map(([name, type]): Column => [String(name), String(type)]);
    const shown = views.map((view) => shownBy(view, columns));
    const sums = await connection.runAndReadAll(
      shown
        .map(({ names, condition }, place) =>
          sumOfRows(
            `(SELECT ${names.map(quote).join(", ") || "NULL"} FROM ${source} WHERE ${condition})`,
            place,
          ),
        )
        .join(" UNION ALL "),
    );
    const sumAt = new Map(sums.getRows().map(([place, ...sum]) => [Number(place), sum.join(" ")]));
    return Object.fromEntries(
      views.map((view, place) => [view, hasher.text(`${shown[place]?.schema} ${sumAt.get(place) ?? ""}`)]),
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

type Column = readonly [name: string, type: string];

/** What a view shows, as SQL; a column that is not there has no rows with any value. */
function shownBy(
  view: View,
  all: readonly Column[],
): { readonly names: readonly string[]; readonly schema: string; readonly condition: string } {
  const { columns, where } = chosenBy(view);
  const shown = columns?.flatMap((wanted) => all.filter(([name]) => name === wanted)) ?? all;
  const conditions = where.map(([column, value]) =>
    all.some(([name]) => name === column) ? `${quote(column)}::VARCHAR = ${literal(value)}` : "false",
  );
  return {
    names: shown.map(([name]) => name),
    schema: JSON.stringify(shown),
    condition: conditions.join(" AND ") || "true",
  };
}

/** DuckDB takes a path for a pattern. */
function asPattern(path: string): string {
  return path.replaceAll(/[*?[]/g, "[$&]");
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
