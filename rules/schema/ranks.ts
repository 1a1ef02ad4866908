import { config_id, family, method } from "./analysis-columns.ts";
import { double, integer, optional, type RowOf, table, text } from "./table.ts";

/* The tables of `analysis` that rank the methods of a family. */

export const friedman = table("friedman", {
  doc: "Friedman's test of each family, partners as blocks. Description: blocks share their people. None under two blocks.",
  key: ["family"],
  columns: {
    family,
    k: integer("Methods"),
    n_blocks: integer("Partners; refits are never blocks"),
    statistic: double("χ², corrected for ties, k − 1 degrees of freedom"),
    p: double("Its p-value"),
    iman_davenport_f: optional(double("F of Iman and Davenport; NULL if all blocks agree")),
    iman_davenport_p: optional(double("Its p-value")),
    cd: double("Nemenyi's critical difference of mean ranks at 5 %"),
    least_p: double("2^(1 − N): the least p that Wilcoxon's test of two methods can reach"),
    note: text("What it may be used for"),
  },
});

export const ranks = table("ranks", {
  doc: "Mean ranks by AUROC (mean over refits) within partners; 1 is the highest, ties share.",
  key: ["family", "method"],
  columns: {
    family,
    method,
    mean_rank: double("Mean over the partners"),
    ci_lower: double("2.5 % quantile over resamples of people, AUROCs moved by their placements"),
    ci_upper: double("97.5 % quantile"),
    clique: optional(integer("1: within the critical difference of the best; NULL: beyond it")),
    p_best: double("Share of resamples in which the mean rank is the best; ties share"),
  },
});

export const blockRanks = table("block_ranks", {
  doc: "The ranks behind the mean ranks.",
  key: ["family", "method", "block"],
  columns: {
    family,
    method,
    block: text("Partner: a method, or two joined by ×"),
    config_id,
    auroc: double("Mean over refits"),
    rank: double("Within the block"),
  },
});

export type Friedman = RowOf<typeof friedman>;
export type Rank = RowOf<typeof ranks>;
export type BlockRank = RowOf<typeof blockRanks>;
