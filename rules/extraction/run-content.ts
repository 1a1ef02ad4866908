import {
  asArray,
  asNumber,
  asNumbers,
  asTextArray,
  at,
  type PickleValue,
  readPickle,
  toFloat64,
} from "plr/pickle";
import { pickleRejection } from "./pickle-rejection.ts";
import { type Rejection, rejection, type RejectionReason } from "./rejection.ts";

/** Mean, spread and refit interval of one metric over the refits, as the pickle has it. */
export interface StoredScalar {
  readonly mean: number;
  readonly sd: number;
  /** Null where upstream has none, as with a spread of 0. */
  readonly ci: readonly [number, number] | null;
}

/**
 * What a metrics pickle says of the test people, checked, in the order of their codes (by UTF-16 code unit): so that
 * no number hangs on the order of rows in the pickle, or on the key of the pseudonyms.
 */
export interface RunContent {
  /** Original codes: private. */
  readonly codes: readonly string[];
  readonly y: Uint8Array;
  /** Predictions of all refits, person by person: `values[i·refits + b]`. A copy, not a view into the file. */
  readonly values: Float64Array;
  readonly refits: number;
  /** By upstream's names: AUROC, Brier, F1 … Scalars that are absent or not numbers are left out. */
  readonly scalars: ReadonlyMap<string, StoredScalar>;
  /** The pickle's row of each person: the baseline pickle has the same rows. */
  readonly order: readonly number[];
}

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly rejection: Rejection };

/** How far stored means may lie from the means of the predictions: float32 predictions are averaged in float32. */
const AGREEMENT = 1e-6;

/**
 * Reads `metrics_{run}.pickle`. Nothing is executed, nothing of training and validation is turned into numbers, and
 * the result holds no view into `bytes`.
 *
 * @returns the content; or the first reason why the run has no rows
 */
export function readRunContent(bytes: Uint8Array): Read<RunContent> {
  const pickle = readPickle(bytes);
  if (!pickle.ok) return refused(pickleRejection(pickle.failure));
  const parts = partsOf(pickle.value);
  if (!parts.ok) return parts;
  const { probabilities, refits, codes, labels, means } = parts.value;
  const order = codes.map((_, row) => row).sort((a, b) => compareText(codes[a] ?? "", codes[b] ?? ""));
  const problem =
    repeatedCode(order.map((row) => codes[row])) ??
    labelProblem(labels) ??
    predictionProblem(probabilities) ??
    meansProblem({ probabilities, refits, means });
  if (problem !== undefined) return refused(problem);
  const content = {
    codes: order.map((row) => codes[row] ?? ""),
    y: Uint8Array.from(order, (row) => labels[row] ?? 0),
    values: rowsInOrder(probabilities, refits, order),
    refits,
    scalars: scalarsOf(at(pickle.value, ["metrics_stats", "test", "metrics", "scalars"])),
    order,
  };
  const lacking = ["AUROC", "Brier"].filter((name) => !content.scalars.has(name));
  if (lacking.length > 0)
    return refused(rejection("content-missing", `${lacking.join(" and ")} over the refits`));
  return { ok: true, value: content };
}

interface Parts {
  /** In the pickle's order of people, as everything here. */
  readonly probabilities: Float64Array;
  readonly refits: number;
  readonly codes: readonly string[];
  readonly labels: Float64Array;
  readonly means: Float64Array;
}

function partsOf(value: PickleValue): Read<Parts> {
  const array = asArray(
    at(value, ["metrics_iter", "test", "preds", "arrays", "predictions", "y_pred_proba"]),
  );
  const subjects = at(value, ["subjectwise_stats", "test"]);
  const codes = asTextArray(at(subjects, ["subject_code"]));
  const labels = asNumbers(at(subjects, ["labels"]));
  const means = asNumbers(at(subjects, ["preds", "y_pred_proba", "mean"]));
  const probabilities = array && toFloat64(array);
  if (array === undefined || probabilities === undefined) return lacks("predictions of the test people");
  if (codes === undefined) return lacks("codes of the test people");
  if (labels === undefined) return lacks("labels of the test people");
  if (means === undefined) return lacks("mean predictions of the test people");
  const [people = 0, refits = 0] = array.shape;
  const fits = [codes, labels, means].every(({ length }) => length === people);
  if (array.shape.length !== 2 || people === 0 || refits === 0 || !fits) {
    const sizes = `predictions of shape ${array.shape.join("×")}, ${codes.length} codes, ${labels.length} labels, ${means.length} means`;
    return refused(rejection("content-shape", sizes));
  }
  return { ok: true, value: { probabilities, refits, codes, labels, means } };
}

function repeatedCode(sorted: readonly (string | undefined)[]): Rejection | undefined {
  const repetitions = sorted.filter((code, i) => i > 0 && code === sorted[i - 1]).length;
  return repetitions === 0 ? undefined : rejection("content-repeated-subject", `${repetitions} repetitions`);
}

function labelProblem(labels: Float64Array): Rejection | undefined {
  const strange = labels.filter((label) => label !== 0 && label !== 1).length;
  if (strange > 0) return rejection("content-not-binary", `${strange} labels`);
  const events = labels.filter((label) => label === 1).length;
  const single = events === 0 || events === labels.length;
  return single ? rejection("content-single-class", `${events} of ${labels.length} are cases`) : undefined;
}

function predictionProblem(values: Float64Array): Rejection | undefined {
  let notFinite = 0;
  let outside = 0;
  // By index: an iterator over hundreds of thousands of doubles costs more than the check.
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? Number.NaN;
    if (value >= 0 && value <= 1) continue;
    if (Number.isFinite(value)) outside += 1;
    else notFinite += 1;
  }
  const of = (count: number, reason: RejectionReason): Rejection =>
    rejection(reason, `${count} of ${values.length} predictions`);
  if (notFinite > 0) return of(notFinite, "content-not-finite");
  return outside > 0 ? of(outside, "content-out-of-range") : undefined;
}

function meansProblem({
  probabilities,
  refits,
  means,
}: Pick<Parts, "probabilities" | "refits" | "means">): Rejection | undefined {
  let differing = 0;
  for (const [person, stored] of means.entries()) {
    let total = 0;
    for (let at = person * refits; at < (person + 1) * refits; at += 1) total += probabilities[at] ?? 0;
    // Written so that a stored mean that is no number differs as well.
    if (!(Math.abs(total / refits - stored) <= AGREEMENT)) differing += 1;
  }
  return differing === 0 ? undefined : rejection("inconsistent", `${differing} of ${means.length} people`);
}

function rowsInOrder(values: Float64Array, refits: number, order: readonly number[]): Float64Array {
  const rows = new Float64Array(values.length);
  for (const [place, row] of order.entries())
    rows.set(values.subarray(row * refits, (row + 1) * refits), place * refits);
  return rows;
}

function scalarsOf(value: PickleValue | undefined): ReadonlyMap<string, StoredScalar> {
  const scalars = new Map<string, StoredScalar>();
  for (const name of SCALARS) {
    const mean = asNumber(at(value, [name, "mean"]));
    const sd = asNumber(at(value, [name, "std"]));
    const [lower = Number.NaN, upper = Number.NaN] = asNumbers(at(value, [name, "ci"])) ?? [];
    if (mean === undefined || sd === undefined || !Number.isFinite(mean) || !Number.isFinite(sd)) continue;
    scalars.set(name, {
      mean,
      sd,
      ci: Number.isFinite(lower) && Number.isFinite(upper) ? [lower, upper] : null,
    });
  }
  return scalars;
}

/** Upstream's names; its "ECE" is the greatest error of three bins. */
const SCALARS = [
  "AUROC",
  "AUPR",
  "F1",
  "sensitivity",
  "specificity",
  "PPV",
  "NPV",
  "accuracy",
  "accuracy_balanced",
  "PPV_prev",
  "NPV_prev",
  "tpAUC",
  "Brier",
  "ECE",
] as const;

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function lacks(part: string): { readonly ok: false; readonly rejection: Rejection } {
  return refused(rejection("content-missing", part));
}

function refused(reason: Rejection): { readonly ok: false; readonly rejection: Rejection } {
  return { ok: false, rejection: reason };
}
