import { booktabs, type Column, type Row } from "./booktabs.ts";
import { type Estimate, formatCount, formatEstimate, formatFixed, formatP } from "./format.ts";
import { type Content, rawTex } from "./tex.ts";

/** One line of an analysis of variance. Effect sizes, F and p are null for the residual, which comes last. */
export type VarianceTerm = {
  /** As it is to be printed. */
  readonly factor: string;
  readonly ss: number;
  readonly df: number;
  readonly ms: number | null;
  readonly f: number | null;
  readonly p: number | null;
  /** SS / (SS + residual SS). */
  readonly partialEtaSquared: number | null;
  /** Share of the total, without its bias, with the interval over resamples of people; may be negative. */
  readonly omegaSquared: Estimate;
};

/** One linear model: what it is of (`CatBoost, 55 configurations`), and its terms. */
export type VarianceModel = { readonly setting: string; readonly terms: readonly VarianceTerm[] };

/** Models in the order in which they are printed. */
export type Variance = {
  readonly models: readonly VarianceModel[];
  readonly people: number;
  readonly synthetic: boolean;
};

/** `table01_variance_decomposition.tex`: how much of the spread of AUROC goes with each choice. */
export function varianceTable(variance: Variance): string {
  return booktabs({
    columns: [
      { header: "Factor", align: "left" },
      { header: rawTex(String.raw`Partial $\eta^2$`), align: "number" },
      { header: rawTex(String.raw`$\omega^2$ [95\% CI]`), align: "number" },
      { header: rawTex("$F$"), align: "number" },
      { header: rawTex("$p$"), align: "number" },
    ],
    rows: rowsOf(variance, ({ factor, partialEtaSquared, omegaSquared, f, p }) => [
      factor,
      formatFixed(partialEtaSquared),
      formatEstimate(omegaSquared),
      formatFixed(f, 2),
      formatP(p),
    ]),
    caption: "Variance of AUROC (mean over refits) by choice, over configurations without a gap.",
    label: "tab:variance-decomposition",
    notes: [
      rawTex(
        String.raw`Partial $\eta^2$: share of what the other factors leave. $\omega^2$: share of the total, without its bias; it may be negative.`,
      ),
      ...sharedNotes(variance),
    ],
    synthetic: variance.synthetic,
  });
}

/** `tab-factorial-variance-decomposition.tex`: the same with sums of squares. */
export function anovaTable(variance: Variance): string {
  return booktabs({
    columns: ANOVA_COLUMNS,
    rows: rowsOf(variance, (term) => [
      term.factor,
      formatFixed(term.ss, 4),
      formatCount(term.df),
      formatFixed(term.ms, 4),
      formatFixed(term.f, 2),
      formatP(term.p),
      formatFixed(term.partialEtaSquared),
      formatFixed(term.omegaSquared.value),
    ]),
    caption: "Analysis of variance of AUROC (mean over refits), sums of squares of type III (sum contrasts).",
    label: "tab:anova",
    notes: sharedNotes(variance),
    synthetic: variance.synthetic,
  });
}

const ANOVA_COLUMNS: readonly Column[] = [
  { header: "Factor", align: "left" },
  { header: "SS", align: "number" },
  { header: "df", align: "number" },
  { header: "MS", align: "number" },
  { header: rawTex("$F$"), align: "number" },
  { header: rawTex("$p$"), align: "number" },
  { header: rawTex(String.raw`$\eta^2_p$`), align: "number" },
  { header: rawTex(String.raw`$\omega^2$`), align: "number" },
];

function rowsOf({ models }: Variance, cells: (term: VarianceTerm) => readonly Content[]): readonly Row[] {
  if (models.length === 0)
    return [{ section: "The configurations of this study cannot tell two choices apart." }];
  return models.flatMap(({ setting, terms }): Row[] => [{ section: setting }, ...terms.map(cells)]);
}

function sharedNotes({ people }: Variance): readonly Content[] {
  return [
    "One run for each configuration, so that interactions are part of the residual.",
    rawTex(
      String.raw`Description, no test: all configurations share the same ${people} test people, so $F$ and $p$ do not mean what they say of independent cells. ` +
        "Intervals come from resamples of people.",
    ),
  ];
}
