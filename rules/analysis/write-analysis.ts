import { TaskError } from "plr";
import { analysisTables } from "../schema/analysis.ts";
import type { Part } from "./statistics-task.ts";
import { writeDatabase } from "./write-database.ts";

/**
 * Writes the analysis database.
 *
 * @param tables the rows of every table
 * @param isSynthetic what kind of study this is
 * @throws TaskError if the results were of another kind
 */
export async function writeAnalysis(path: string, tables: Part, isSynthetic: boolean): Promise<void> {
  const found = tables["study"]?.[0]?.["is_synthetic"];
  if (found !== isSynthetic) {
    const [kind, wanted] = found === true ? ["synthetic", "real"] : ["real", "synthetic"];
    throw new TaskError(`the results are of a ${kind} study, this is a ${wanted} one`);
  }
  const all = analysisTables.map((table) => {
    const rows = tables[table.name];
    if (rows === undefined) throw new Error(`no step has made the rows of ${table.name}`);
    return { table, rows };
  });
  await writeDatabase(path, all);
}
