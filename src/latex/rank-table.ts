import { booktabs, type Column, type Row } from "./booktabs.ts";
import { contentTex } from "./escape.ts";
import { type Estimate, formatCount, formatEstimate, formatFixed, formatP } from "./format.ts";
import { type Content, rawTex } from "./tex.ts";

/** A method's mean rank by AUROC within its partners; 1 is the highest. */
export type RankedMethod = {
  /** As it is to be printed. */
  readonly method: string;
  /** With the interval over resamples of people. */
  readonly meanRank: Estimate;
  /** Whether it lies within the critical difference of the best. */
  readonly withinDifference: boolean;
  /** Share of resamples of people in which it ranks best, 0 to 1. */
  readonly bestShare: number;
};

/** The methods of one factor, best first, with Friedman's test over their partners. `name` is the heading. */
export type RankFamily = {
  readonly name: string;
  readonly methods: readonly RankedMethod[];
  readonly partners: number;
  readonly chiSquared: number;
  readonly p: number;
  /** Nemenyi's, of mean ranks, at 5 %. */
  readonly criticalDifference: number;
};

/** Families in the order in which they are printed. */
export type Ranking = {
  readonly families: readonly RankFamily[];
  readonly people: number;
  readonly synthetic: boolean;
};

/** `table07_critical_differences.tex`: mean ranks with Nemenyi's critical difference, as a description. */
export function rankTable({ families, people, synthetic }: Ranking): string {
  const rows = families.flatMap((family): Row[] => [
    { section: heading(family) },
    ...family.methods.map(({ method, meanRank, withinDifference, bestShare }) => [
      method,
      formatEstimate(meanRank, 2),
      withinDifference ? "yes" : "no",
      formatFixed(bestShare, 2),
    ]),
  ]);
  return booktabs({
    columns: COLUMNS,
    rows: rows.length === 0 ? [{ section: "No factor of this study has two blocks." }] : rows,
    caption: "Mean ranks by AUROC (mean over refits) and critical differences: a description, no test.",
    label: "tab:critical-differences",
    notes: [
      rawTex(
        String.raw`$\chi^2$ and $p$: Friedman's test with partners as blocks. CD: Nemenyi's critical difference of mean ranks at 5\%. ` +
          `Both need independent blocks, and all blocks here share the same ${people} test people: read them as a description. ` +
          "Methods are told apart by the paired differences of Table~\\ref{tab:pairwise}.",
      ),
      "Intervals and best (the share of resamples in which the method ranks first) come from resamples of people.",
    ],
    synthetic,
  });
}

const COLUMNS: readonly Column[] = [
  { header: "Method", align: "left" },
  { header: ["Mean rank", "[95% CI]"], align: "number" },
  { header: ["Within CD", "of the best"], align: "number" },
  { header: "Best", align: "number" },
];

function heading({ name, methods, partners, chiSquared, p, criticalDifference }: RankFamily): Content {
  const pTex = formatP(p).tex;
  const sizes = `${formatCount(methods.length).tex} methods over ${formatCount(partners).tex} partners`;
  const test = String.raw`$\chi^2$ = ${formatFixed(chiSquared, 2).tex}, $p$ ${pTex.startsWith("$") ? pTex : `= ${pTex}`}`;
  return rawTex(`${contentTex(name)} (${sizes}; ${test}; CD = ${formatFixed(criticalDifference, 2).tex})`);
}
