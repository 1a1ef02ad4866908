import { asArray, asNumbers, asTextArray, at, type PickleValue, readPickle, toFloat64 } from "plr/pickle";
import type { RunContent } from "./run-content.ts";

/**
 * The predictions of the model that was fitted on all training people, from `baseline_metrics_{run}.pickle`: one
 * model, or the mean over the members of an ensemble.
 *
 * @param content of the run's metrics pickle, whose rows of people the baseline shares
 * @returns one probability per person, in the order of the content; undefined where the pickle cannot be read or is
 *   not of the same people: a run is good without it
 */
export function readFullModel(bytes: Uint8Array, content: RunContent): Float64Array | undefined {
  const pickle = readPickle(bytes);
  if (!pickle.ok) return undefined;
  const values = membersMean(pickle.value);
  if (values === undefined || values.length !== content.codes.length) return undefined;
  if (!isOfThesePeople(pickle.value, content)) return undefined;
  const ordered = Float64Array.from(content.order, (row) => values[row] ?? Number.NaN);
  return ordered.every((value) => value >= 0 && value <= 1) ? ordered : undefined;
}

/** An ensemble's pickle is built like a metrics pickle, a single model's without the outer key and the second axis. */
const PLACES = [
  ["metrics_iter", "test", "preds", "arrays", "predictions"],
  ["metrics", "test", "preds", "arrays", "predictions"],
] as const;

function predictionsOf(value: PickleValue): PickleValue | undefined {
  return PLACES.map((place) => at(value, place)).find((found) => found !== undefined);
}

function membersMean(value: PickleValue): Float64Array | undefined {
  const array = asArray(at(predictionsOf(value), ["y_pred_proba"]));
  const flat = array && toFloat64(array);
  if (array === undefined || flat === undefined) return undefined;
  const [people = 0, members = 1] = array.shape;
  if (array.shape.length > 2 || members === 0) return undefined;
  return Float64Array.from({ length: people }, (_, person) => {
    let total = 0;
    for (let at = person * members; at < (person + 1) * members; at += 1) total += flat[at] ?? Number.NaN;
    return total / members;
  });
}

/** Codes must agree where the pickle has them; else labels must. */
function isOfThesePeople(value: PickleValue, { codes, y, order }: RunContent): boolean {
  const own = asTextArray(at(value, ["subjectwise_stats", "test", "subject_code"]));
  if (own !== undefined) return order.every((row, place) => own[row] === codes[place]);
  const predictions = predictionsOf(value);
  const labels = asNumbers(at(predictions, ["label"]) ?? at(predictions, ["labels"]));
  if (labels === undefined || labels.length % y.length !== 0) return false;
  const columns = labels.length / y.length;
  return order.every((row, place) => labels[row * columns] === y[place]);
}
