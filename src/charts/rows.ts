import { z } from "zod";
import { categories, classifiers } from "./theme.ts";
import type { Category, Classifier } from "./theme.ts";

/*
 * What the rows of several figures share; the rows of each stand with its drawing, in `figures`. A figure that reads
 * several tables has several kinds of row, told apart by `part`. Field names are the database's. Every field is always
 * there: null means undefined, and then `reason` says why. Nothing is computed while drawing but order, place and counts.
 */

/** Null where it is undefined. */
export const nullable = z.number().nullable();
/** How many. */
export const count = z.int().nonnegative();
/** A preprocessing category. */
export const category = z.enum(Object.keys(categories) as [Category, ...Category[]]);
/** A registered classifier that has a colour of its own. */
export const classifier = z.enum(Object.keys(classifiers) as [Classifier, ...Classifier[]]);
/** A factor of the study's grid. */
export const factor = z.enum(["outlier", "imputation", "classifier"]);
/** Why a value of the row is null. */
export const reason = z.string().nullable();

/** Names of one registered method; `position` is its place in the registry (1 is first). */
export const method = {
  factor,
  method: z.string(),
  display_name: z.string(),
  short_name: z.string(),
  /** Preprocessing category; null for classifiers, which wear their own colour. */
  category: category.nullable(),
  position: z.int().positive(),
};

/** A pipeline shown as a panel or curve: `role` joins its other rows; `name` is like "Ens-Full × CSDI". */
export const pipeline = {
  part: z.literal("pipeline"),
  role: z.string(),
  config_id: z.int(),
  name: z.string(),
  category,
  n_test: count,
  n_events: count,
};

/** One test person of a role panel, without a code; rows are in the order of the prediction. */
export const person = z.strictObject({
  part: z.literal("person"),
  role: z.string(),
  y_true: z.union([z.literal(0), z.literal(1)]),
  y_prob: z.number().min(0).max(1),
});
