/**
 * Writes tables and numbers for LaTeX from rows of plain data. What cannot be set right is a value that says why.
 */
export { bestPipelinesTable, OPTIMISM_NOTE, RESAMPLED_NOTE, SELECTION_NOTE } from "./best-pipelines-table.ts";
export type { BestPipelines, BestPipelinesFailure, PipelineRow } from "./best-pipelines-table.ts";
export { booktabs } from "./booktabs.ts";
export type { Column, Row, Table } from "./booktabs.ts";
export {
  classifierComparisonTable,
  imputationComparisonTable,
  outlierComparisonTable,
} from "./comparison-table.ts";
export type { Comparison, ComparisonFailure, ComparisonRow } from "./comparison-table.ts";
export { escapeLatex } from "./escape.ts";
export { formatCount, formatEstimate, formatFixed, formatInterval, formatP } from "./format.ts";
export type { Estimate } from "./format.ts";
export { macroName, macros } from "./macros.ts";
export type { Macro, MacroFailure } from "./macros.ts";
export { numbersFile } from "./numbers-file.ts";
export type { NumberRow, NumbersFailure, NumbersFile } from "./numbers-file.ts";
export { pairwiseTable } from "./pairwise-table.ts";
export type { Pair, PairFamily, Pairs } from "./pairwise-table.ts";
export { rankTable } from "./rank-table.ts";
export type { RankedMethod, RankFamily, Ranking } from "./rank-table.ts";
export { stratosTable } from "./stratos-table.ts";
export type { Stratos, StratosDomain, StratosMeasure } from "./stratos-table.ts";
export { SYNTHETIC_NOTICE } from "./synthetic.ts";
export { rawTex } from "./tex.ts";
export type { Content, Tex } from "./tex.ts";
export { anovaTable, varianceTable } from "./variance-tables.ts";
export type { Variance, VarianceModel, VarianceTerm } from "./variance-tables.ts";
