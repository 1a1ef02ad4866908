import { booktabs, type Column, type Row } from "./booktabs.ts";
import { type Estimate, formatCount, formatEstimate, formatFixed, formatInterval } from "./format.ts";
import type { Result } from "./result.ts";
import type { Content } from "./tex.ts";

/**
 * One method of a factor. `mean`, `sd`, `min` and `max` are of the AUROC (mean over refits) over its `n`
 * configurations; `ciLower` and `ciUpper` limit the mean when people are resampled; `difference` is to the reference
 * method, paired on the same people, and the reference itself says so.
 */
export type ComparisonRow = {
  /** As it is to be printed; it is escaped here. */
  readonly method: string;
  readonly n: number;
  readonly mean: number;
  readonly sd: number | null;
  readonly min: number;
  readonly max: number;
  readonly ciLower: number | null;
  readonly ciUpper: number | null;
  readonly difference: Estimate | "reference" | null;
  /** Whether it was run with all partners of the complete block; if not it is printed apart, without comparison. */
  readonly inBlock: boolean;
};

/** Rows in the order in which they are printed, the number of test people, and what is held fixed (`CatBoost, …`). */
export type Comparison = {
  readonly rows: readonly ComparisonRow[];
  readonly people: number;
  readonly setting: string;
  readonly synthetic: boolean;
};

/** Why a comparison cannot be printed. Zero rows is an error, not an empty table. */
export type ComparisonFailure =
  | { readonly reason: "no-rows" }
  | { readonly reason: "duplicate-method"; readonly methods: readonly string[] }
  | { readonly reason: "unequal-block"; readonly counts: readonly number[] }
  | { readonly reason: "not-one-reference"; readonly methods: readonly string[] };

/** `table02_outlier_comparison.tex`: outlier detection methods over the imputation methods that all were run with. */
export function outlierComparisonTable(comparison: Comparison): Result<string, ComparisonFailure> {
  return comparisonTable(comparison, {
    title: "Outlier detection methods",
    partners: "imputation methods",
    label: "tab:outlier-comparison",
  });
}

/** `table03_imputation_comparison.tex`: imputation methods over the outlier methods that all were run with. */
export function imputationComparisonTable(comparison: Comparison): Result<string, ComparisonFailure> {
  return comparisonTable(comparison, {
    title: "Imputation methods",
    partners: "outlier detection methods",
    label: "tab:imputation-comparison",
  });
}

/** `table04_classifier_comparison.tex`: classifiers over the preprocessing pairs that all were run with. */
export function classifierComparisonTable(comparison: Comparison): Result<string, ComparisonFailure> {
  return comparisonTable(comparison, {
    title: "Classifiers",
    partners: "preprocessing pairs",
    label: "tab:classifier-comparison",
  });
}

type Factor = { readonly title: string; readonly partners: string; readonly label: string };

function comparisonTable(comparison: Comparison, factor: Factor): Result<string, ComparisonFailure> {
  const { rows, synthetic, setting } = comparison;
  const failure = check(rows);
  if (failure !== undefined) return { ok: false, failure };
  const apart = rows.filter(({ inBlock }) => !inBlock);
  const printed: Row[] = rows.filter(({ inBlock }) => inBlock).map(cells);
  if (apart.length > 0)
    printed.push({ section: "Not run with all partners, so not compared" }, ...apart.map(cells));
  const tex = booktabs({
    columns: COLUMNS,
    rows: printed,
    caption: `${factor.title}: AUROC over the same ${factor.partners} (${setting}).`,
    label: factor.label,
    notes: notes(comparison, factor),
    synthetic,
  });
  return { ok: true, value: tex };
}

const COLUMNS: readonly Column[] = [
  { header: "Method", align: "left", width: 0.24 },
  { header: "N", align: "number" },
  { header: ["Mean", "AUROC"], align: "number" },
  { header: "SD", align: "number" },
  { header: "Min", align: "number" },
  { header: "Max", align: "number" },
  { header: ["95% CI", "of mean"], align: "number" },
  { header: ["Difference to reference", "[95% CI]"], align: "number" },
];

function cells(row: ComparisonRow): readonly Content[] {
  return [
    row.method,
    formatCount(row.n),
    formatFixed(row.mean),
    formatFixed(row.sd),
    formatFixed(row.min),
    formatFixed(row.max),
    formatInterval({ lower: row.ciLower, upper: row.ciUpper }),
    difference(row.difference),
  ];
}

function difference(value: ComparisonRow["difference"]): Content {
  if (value === "reference") return value;
  return formatEstimate(value ?? { value: null, lower: null, upper: null });
}

function notes({ rows, people }: Comparison, { partners }: Factor): readonly string[] {
  const reference = rows.find((row) => row.difference === "reference")?.method ?? "";
  return [
    `N: configurations, one for each of the ${partners} that all compared methods were run with (complete block). ` +
      "SD, Min, Max: over these configurations; AUROC is the mean over refits.",
    `Intervals: the ${people} test people are resampled once for all configurations, so they tell how far the result ` +
      `carries to other people. Differences are to ${reference}, paired on the same people.`,
  ];
}

function check(rows: readonly ComparisonRow[]): ComparisonFailure | undefined {
  const block = rows.filter(({ inBlock }) => inBlock);
  if (block.length === 0) return { reason: "no-rows" };
  const methods = rows.map(({ method }) => method);
  const duplicates = [...new Set(methods.filter((method, index) => methods.indexOf(method) !== index))];
  if (duplicates.length > 0) return { reason: "duplicate-method", methods: duplicates };
  const counts = [...new Set(block.map(({ n }) => n))];
  if (counts.length > 1) return { reason: "unequal-block", counts };
  const references = rows.filter((row) => row.difference === "reference").map(({ method }) => method);
  return references.length === 1 ? undefined : { reason: "not-one-reference", methods: references };
}
