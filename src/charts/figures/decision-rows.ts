import { z } from "zod";
import { count, nullable, pipeline } from "../rows.ts";

/** DCA, one curve; `prevalence` is that of the people the curve is for. */
export const dcaPipeline = z.strictObject({
  ...pipeline,
  prevalence: z.number().gt(0).lt(1),
  /** The test people, or a population that their predictions were moved to. */
  people: z.enum(["sample", "population"]),
});

/** DCA, one pipeline at one threshold (i/100); net benefit in true positives per person. */
export const dcaPoint = z.strictObject({
  part: z.literal("threshold"),
  role: z.string(),
  threshold: z.number().gt(0).lt(1),
  net_benefit_model: z.number(),
  net_benefit_all: z.number(),
  net_benefit_none: z.number(),
  /** Model minus the better of treating all and treating none. */
  nb_gain: z.number(),
  sensitivity: z.number().min(0).max(1),
  specificity: z.number().min(0).max(1),
  /** Test people at or above the threshold. */
  n_positive: count,
  /** Share of resamples in which the model beats both defaults; none in a population. */
  prob_useful: nullable,
});

export const dcaRow = z.discriminatedUnion("part", [dcaPipeline, dcaPoint]);
export type DcaPipeline = z.infer<typeof dcaPipeline>;
export type DcaPoint = z.infer<typeof dcaPoint>;
export type DcaRow = z.infer<typeof dcaRow>;
