import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Scope, Study } from "../../../../rules/analysis/query.ts";
import { type AnalysisSettings, analysisSettings } from "../../../../rules/analysis/settings.ts";
import { withStudy } from "../../../../rules/analysis/with-study.ts";
import { withDatabase } from "../../../../rules/analysis/database.ts";
import { collinearityTables } from "../../../../rules/analysis/statistics/collinearity-tables.ts";
import { categoryTables } from "../../../../rules/analysis/statistics/category-tables.ts";
import { comparisonTables } from "../../../../rules/analysis/statistics/comparison-tables.ts";
import { gridTables } from "../../../../rules/analysis/statistics/grid-tables.ts";
import { numberTables } from "../../../../rules/analysis/statistics/number-tables.ts";
import { rankTables } from "../../../../rules/analysis/statistics/rank-tables.ts";
import { stageTables } from "../../../../rules/analysis/statistics/stage-tables.ts";
import { varianceTables } from "../../../../rules/analysis/statistics/variance-tables.ts";
import { writeAnalysis } from "../../../../rules/analysis/write-analysis.ts";
import type { StudyRow } from "../../../../rules/schema/analysis.ts";
import { realStudy } from "../../../charts/samples-study.ts";
import { type CellWanted, type StudyWanted, writeResults } from "./results-database.ts";

/** Runs `use` with a folder of its own that is gone afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "plr-analysis-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The published CatBoost grid (57 configurations), its AUROCs as printed and everything else made up. */
export const goldenCells: readonly CellWanted[] = realStudy.cells.map(({ outlier, imputation, auroc }) => ({
  outlier: outlier.method,
  imputation: imputation.method,
  auroc,
}));

/** Fewer resamples than a study has, so that tests stay quick. */
const settings: AnalysisSettings = { ...analysisSettings(), resamples: 200 };

export const mainScope: Scope = { classifier: "CatBoost", featurization: "simple1.0", isSynthetic: false };

/** Makes both databases of a study in a folder of its own and opens them. */
export function inStudy<T>(
  wanted: StudyWanted,
  use: (study: Study, facts: StudyRow) => Promise<T>,
): Promise<T> {
  return withFolder(async (folder) => {
    const paths = { results: join(folder, "results.db"), analysis: join(folder, "analysis.db") };
    await writeResults(paths.results, wanted);
    await writeStatistics(paths, wanted.isSynthetic ?? false);
    return withStudy(paths, use);
  });
}

/** What the steps of the statistics do one after another. */
export async function writeStatistics(
  paths: { readonly results: string; readonly analysis: string },
  isSynthetic: boolean,
): Promise<void> {
  const tables = await withDatabase(paths.results, async (results) => [
    ...(await comparisonTables(results, settings)),
    ...(await rankTables(results, settings)),
    ...(await varianceTables(results, settings)),
    ...(await stageTables(results, settings)),
    ...(await collinearityTables(results, settings)),
    ...(await categoryTables(results)),
    ...(await gridTables(results)),
    ...(await numberTables(results, settings)),
  ]);
  const parts = Object.fromEntries(tables.map(({ table, rows }) => [table.name, rows]));
  await writeAnalysis(paths.analysis, parts, isSynthetic);
}
