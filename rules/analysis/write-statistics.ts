import { TaskError } from "plr";
import { type Database, withDatabase } from "./database.ts";
import { selectMethods } from "./select-rows.ts";
import type { AnalysisSettings } from "./settings.ts";
import { analyse, type AnalysisInput } from "./statistics/analyse.ts";
import { loadConfigurations } from "./statistics/load-configurations.ts";
import { type Filled, writeDatabase } from "./write-database.ts";

/**
 * Reads the results database, computes the statistics across runs and writes the analysis database.
 *
 * @returns the tables as written
 * @throws TaskError if the results are of another kind of study than `isSynthetic` says, or cannot be compared
 */
export async function writeStatistics(
  paths: { readonly results: string; readonly analysis: string },
  options: { readonly settings: AnalysisSettings; readonly isSynthetic: boolean },
): Promise<readonly Filled[]> {
  const input = await withDatabase(paths.results, (results) => read(results, options.settings));
  if (input.isSynthetic !== options.isSynthetic) {
    const [found, wanted] = input.isSynthetic ? ["synthetic", "real"] : ["real", "synthetic"];
    throw new TaskError(`the results are of a ${found} study, this is a ${wanted} one`);
  }
  const tables = analyse(input);
  await writeDatabase(paths.analysis, tables);
  return tables;
}

async function read(results: Database, settings: AnalysisSettings): Promise<AnalysisInput> {
  const { configurations, labels } = await loadConfigurations(results, settings);
  const [refits] = await results.rows<{ n: number }>(
    "SELECT max(n_bootstrap)::INTEGER AS n FROM essential_metrics",
  );
  return {
    configurations,
    labels,
    refits: refits?.n ?? 0,
    methods: await selectMethods(results),
    isSynthetic: (await metadata(results, "is_synthetic")) === "true",
    registryDigest: await metadata(results, "registry_digest"),
    settings,
  };
}

async function metadata(results: Database, key: string): Promise<string> {
  const [row] = await results.rows<{ value: string }>(
    "SELECT value FROM extraction_metadata WHERE key = $1",
    [key],
  );
  if (row === undefined) throw new TaskError(`the results database does not hold ${key} in its metadata`);
  return row.value;
}
