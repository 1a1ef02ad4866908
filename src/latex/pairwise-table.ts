import { booktabs, type Column, type Row } from "./booktabs.ts";
import { type Estimate, formatCount, formatEstimate, formatP } from "./format.ts";
import { rawTex } from "./tex.ts";

/** Two methods over the partners that both were run with; named as they are to be printed. */
export type Pair = {
  readonly first: string;
  readonly second: string;
  /** Mean of `first` minus mean of `second`, with the interval over test people. */
  readonly difference: Estimate;
  /** Two-sided, of the paired DeLong test; null where nothing spreads. */
  readonly p: number | null;
  readonly pHolm: number | null;
  /** Partners with which `first` has the greater value. */
  readonly wins: number;
  readonly partners: number;
};

/** The pairs of one factor, adjusted together. `name` is its heading. */
export type PairFamily = { readonly name: string; readonly pairs: readonly Pair[] };

/** Families in the order in which they are printed. */
export type Pairs = {
  readonly families: readonly PairFamily[];
  readonly people: number;
  readonly synthetic: boolean;
};

/** `table05_pairwise_comparisons.tex`: every pair of methods of a factor, told apart by Holm-adjusted paired DeLong. */
export function pairwiseTable({ families, people, synthetic }: Pairs): string {
  const rows = families.flatMap(({ name, pairs }): Row[] => [
    { section: name },
    ...pairs.map((pair) => [
      pair.first,
      pair.second,
      formatEstimate(pair.difference),
      formatP(pair.p),
      formatP(pair.pHolm),
      rawTex(`${formatCount(pair.wins).tex} of ${formatCount(pair.partners).tex}`),
    ]),
  ]);
  return booktabs({
    columns: COLUMNS,
    rows: rows.length === 0 ? [{ section: "No two methods of this study share their partners." }] : rows,
    caption: "Pairs of methods: difference of AUROC (mean over refits) over the same partners.",
    label: "tab:pairwise",
    notes: [
      `Intervals and p are over the ${people} test people` +
        ": paired DeLong on the AUROC averaged over refits and partners. Adjusted by Holm within each factor.",
      "Wins: partners with which the first method has the greater AUROC; they share their people and are no sample.",
    ],
    synthetic,
  });
}

const COLUMNS: readonly Column[] = [
  { header: "Method", align: "left", width: 0.23 },
  { header: "Compared with", align: "left", width: 0.23 },
  { header: ["Difference", "[95% CI]"], align: "number" },
  { header: rawTex("$p$"), align: "number" },
  { header: rawTex(String.raw`$p_{\mathrm{Holm}}$`), align: "number" },
  { header: "Wins", align: "number" },
];
