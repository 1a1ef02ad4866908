import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { rowsOf } from "../row-links.ts";
import { category, classifier } from "../rows.ts";
import { categories, classifiers, ink } from "../theme.ts";
import type { Appearance } from "../theme.ts";

const nullable = z.number().nullable();

/** CD, the family: how many methods were ranked within how many partners, and Nemenyi's critical difference. */
const rankFamily = z.strictObject({
  part: z.literal("family"),
  family: z.enum(["outlier", "imputation", "classifier"]),
  k: z.int().min(2),
  n_blocks: z.int().min(2),
  statistic: z.number(),
  cd: z.number().positive(),
  least_p: z.number(),
});

/** CD, one method: mean rank by AUROC (mean of the refits) within partners, with `sampling` limits. */
const rankMethod = z.strictObject({
  part: z.literal("method"),
  method: z.string(),
  display_name: z.string(),
  short_name: z.string(),
  /** Null for classifiers, which wear their own look. */
  category: category.nullable(),
  classifier: classifier.nullable(),
  position: z.int().positive(),
  mean_rank: z.number().min(1),
  ci_lower: z.number(),
  ci_upper: z.number(),
});

/** CD, the rank of one method within one partner. */
const rankBlock = z.strictObject({
  part: z.literal("block"),
  method: z.string(),
  block: z.string(),
  config_id: z.int(),
  rank: z.number().min(1),
});

/** CD, one pair: mean AUROC of `method` minus that of `other`, which has the better mean rank, with `paired` limits. */
const rankPair = z.strictObject({
  part: z.literal("pair"),
  method: z.string(),
  other: z.string(),
  n_pairs: z.int().positive(),
  diff: z.number(),
  diff_lower: nullable,
  diff_upper: nullable,
  /** Paired DeLong over test people, adjusted by Holm; null where nothing spreads. */
  p_holm: nullable,
  /** Wilcoxon over partners, adjusted by Holm; null if all differences are 0. */
  p_wilcoxon_holm: nullable,
});

export const rankRow = z.discriminatedUnion("part", [rankFamily, rankMethod, rankBlock, rankPair]);
export type RankRow = z.infer<typeof rankRow>;
export type RankFamily = z.infer<typeof rankFamily>;
export type RankMethod = z.infer<typeof rankMethod>;
export type RankBlock = z.infer<typeof rankBlock>;
export type RankPair = z.infer<typeof rankPair>;

/** Height in points of a method's row, in both panels. */
export const rankRowHeight = 15;

/** What both panels show; methods by mean rank, the best first. */
export interface Ranking {
  readonly family: RankFamily;
  readonly methods: readonly RankMethod[];
  readonly blocks: readonly RankBlock[];
  readonly pairs: readonly RankPair[];
  readonly height: number;
  /** Middle of a method's row. */
  readonly yOf: (method: string) => number;
}

/** @throws if the document has no family */
export function readRanking(doc: FigureDocument): Ranking {
  const rows = rowsOf(doc, rankRow);
  const [family] = rows.filter((row) => row.part === "family");
  if (family === undefined) throw new Error(`${doc.id} has no family of methods`);
  const methods = rows
    .filter((row) => row.part === "method")
    .toSorted((a, b) => a.mean_rank - b.mean_rank || a.position - b.position);
  const places = new Map(methods.map(({ method }, i) => [method, rankRowHeight * (i + 0.5)]));
  return {
    family,
    methods,
    blocks: rows.filter((row) => row.part === "block"),
    pairs: rows.filter((row) => row.part === "pair"),
    height: rankRowHeight * methods.length,
    yOf: (method) => places.get(method) ?? 0,
  };
}

/** How a method's mark looks: as its category, or as the classifier that it is. */
export function lookOf({
  category: own,
  classifier: model,
}: RankMethod): Pick<Appearance, "color" | "shape"> {
  if (own !== null) return categories[own];
  return model === null ? { color: ink.text, shape: "circle" } : classifiers[model];
}
