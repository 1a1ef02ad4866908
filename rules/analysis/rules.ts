import { group } from "plr";
import * as table from "./tables.ts";

/** The LaTeX tables, and the macros of the text. */
export const tables = group("tables", [
  table.varianceDecomposition,
  table.outlierTable,
  table.imputationTable,
  table.classifierTable,
  table.pairwiseComparisons,
  table.bestPipelines,
  table.criticalDifferences,
  table.stratosCore,
  table.factorialVariance,
  table.pairwiseCsv,
  table.numbersTex,
]);

export { figures } from "./figures.ts";
export { paper } from "./paper.ts";
export { privateFigures } from "./private-figures.ts";
export { rFigures } from "./r-figures.ts";
export { quality, sheet } from "./figure-sheet.ts";
export { analysisDatabase } from "./statistics-rules.ts";
