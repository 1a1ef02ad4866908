import { rejectionReasons } from "./extraction/rejection.ts";
import type { Table } from "./schema/table.ts";
import { analysisTables } from "./schema/analysis.ts";
import { resultsTables } from "./schema/results.ts";

/** The text of docs/reference/database.md: every table and column, from their declarations. */
export function databaseReference(): string {
  return [
    "# The databases",
    "",
    "Generated from `rules/schema` by `node scripts/write-database-reference.ts`; change that.",
    "",
    "Figures and LaTeX tables select from these two DuckDB files and compute nothing. NULL means that a value is undefined,",
    "never that it was not computed; NaN is never stored. Rows lie in the order of their key, so equal data make equal tables.",
    "Nothing in them tells when, where or by which build they were made. Columns without `NULL` always hold a value.",
    "",
    "## `results`",
    "",
    "One set of rows per MLflow run, computed from that run alone. p̄ and s are a person's mean and standard deviation",
    "(ddof 0) of the predictions over the refits, rounded to 12 decimals.",
    "",
    ...resultsTables.flatMap(section),
    "## `analysis`",
    "",
    "Statistics across runs, from `results` alone.",
    "",
    ...analysisTables.flatMap(section),
    "## Reasons of `rejected_runs`",
    "",
    "In the order of the filters; the first that a run fails is its reason. Runs of other experiments are neither read nor",
    "listed, and neither is a run that is just being created.",
    "",
    "| reason | what it says |",
    "|---|---|",
    ...Object.entries(rejectionReasons).map(([reason, words]) => `| \`${reason}\` | ${words} |`),
    "",
  ].join("\n");
}

function section({ name, doc, key, unique, columns }: Table): string[] {
  const keys = [key, ...unique].map((names) => names.map((column) => `\`${column}\``).join(", "));
  const rows = Object.entries(columns).map(
    ([column, { type, nullable, doc: words }]) =>
      `| \`${column}\` | ${type}${nullable ? ", NULL" : ""} | ${words.replaceAll("|", String.raw`\|`)} |`,
  );
  const also = keys.slice(1).map((names) => `; unique too: ${names}`);
  return [
    `### \`${name}\``,
    "",
    doc,
    "",
    `Key: ${keys[0] ?? ""}${also.join("")}`,
    "",
    "| column | type | what it holds |",
    "|---|---|---|",
    ...rows,
    "",
  ];
}
