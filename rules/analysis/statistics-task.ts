import { readFileSync, writeFileSync } from "node:fs";
import { type Artifact, type Json, type Rule, task, type Task } from "plr";
import { checkPublic } from "./check-public.ts";
import { type Database, withDatabase } from "./database.ts";
import type { Filled } from "./write-database.ts";

/** A step of the statistics: some tables of the analysis database, from tables of the results database. */
export type PartRule<Settings extends Json> = Rule<
  { readonly metrics: Artifact },
  { readonly rows: Artifact },
  { readonly settings: Settings }
>;

/** The rows of some tables, by table. */
export type Part = { readonly [table: string]: Filled["rows"] };

/** The task of a step of the statistics; all tables lie in one file. */
export function partTask<Settings extends Json>(
  compute: (results: Database, settings: Settings) => Promise<readonly Filled[]>,
): Task<PartRule<Settings>> {
  return task<PartRule<Settings>>(async ({ inputs, outputs, params, log }) => {
    const tables = await withDatabase(inputs.metrics, (results) => compute(results, params.settings));
    const part: Part = Object.fromEntries(tables.map(({ table, rows }) => [table.name, rows]));
    writeFileSync(outputs.rows, JSON.stringify(part));
    for (const { table, rows } of tables) log(`${table.name}: ${rows.length} rows`);
    await checkPublic([outputs.rows]);
  });
}

/** Reads what a step of the statistics has left. Doubles are the same to the last bit. */
export function readPart(path: string): Part {
  return JSON.parse(readFileSync(path, "utf8")) as Part;
}
