import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { rowsOf } from "../row-links.ts";
import { category } from "../rows.ts";
import { categories } from "../theme.ts";
import type { Category } from "../theme.ts";

const nullable = z.number().nullable();
const metric = z.enum(["auroc", "scaled_brier", "net_benefit_10pct", "o_e_ratio"]);
export type RainMetric = z.infer<typeof metric>;

/** RAIN, one configuration; measures of the averaged prediction but `auroc`, the mean of the refits. */
const rainConfiguration = z.strictObject({
  part: z.literal("configuration"),
  config_id: z.int(),
  /** Short names, as "Ens-Full × CSDI". */
  name: z.string(),
  category,
  auroc: z.number(),
  scaled_brier: z.number(),
  net_benefit_10pct: z.number(),
  net_benefit_all_10pct: z.number(),
  o_e_ratio: z.number().positive(),
  /** Its net benefit at 10 % is that of treating all. */
  equals_default: z.boolean(),
});

/** RAIN, one metric over the configurations of one category. */
const rainSpread = z.strictObject({
  part: z.literal("spread"),
  category,
  metric,
  n: z.int().positive(),
  median: z.number(),
  /** Null under eight configurations. */
  q25: nullable,
  q75: nullable,
  reason: z.string().nullable(),
});

/** RAIN, the density of one metric at one place; from twenty configurations only. O:E: per unit of its logarithm. */
const rainDensity = z.strictObject({
  part: z.literal("density"),
  category,
  metric,
  place: z.int().nonnegative(),
  x: z.number(),
  density: z.number().nonnegative(),
});

export const rainRow = z.discriminatedUnion("part", [rainConfiguration, rainSpread, rainDensity]);
export type RainRow = z.infer<typeof rainRow>;
export type RainConfiguration = z.infer<typeof rainConfiguration>;
export type RainSpread = z.infer<typeof rainSpread>;
export type RainDensity = z.infer<typeof rainDensity>;

/** What the panels show; categories in the palette's order. */
export interface Rain {
  readonly categories: readonly { readonly name: Category; readonly n: number }[];
  readonly configurations: readonly RainConfiguration[];
  readonly spreads: readonly RainSpread[];
  readonly densities: readonly RainDensity[];
}

export function readRain(doc: FigureDocument): Rain {
  const rows = rowsOf(doc, rainRow);
  const configurations = rows.filter((row) => row.part === "configuration");
  const counts = (Object.keys(categories) as Category[]).map((name) => ({
    name,
    n: configurations.filter((row) => row.category === name).length,
  }));
  return {
    categories: counts.filter(({ n }) => n > 0),
    configurations,
    spreads: rows.filter((row) => row.part === "spread"),
    densities: rows.filter((row) => row.part === "density"),
  };
}
