import { asArray, asTextArray, at, readPickle, toFloat64 } from "plr/pickle";

/** The features that a run's models were trained on. No person can be told from them: codes are not read. */
export interface TrainingFeatures {
  readonly names: readonly string[];
  /** One column per name: a value per training person, in the pickle's order. */
  readonly columns: readonly Float64Array[];
}

/**
 * Reads the training features of `dictArrays_{run}.pickle`.
 *
 * @returns names and columns; undefined where the pickle cannot be read, or is of another shape: a run is good without
 */
export function readTrainingFeatures(bytes: Uint8Array): TrainingFeatures | undefined {
  const pickle = readPickle(bytes);
  if (!pickle.ok) return undefined;
  const names = asTextArray(at(pickle.value, ["feature_names"]));
  const array = asArray(at(pickle.value, ["x_train"]));
  const values = array && toFloat64(array);
  if (names === undefined || array === undefined || values === undefined) return undefined;
  const [people = 0, features = 0] = array.shape;
  if (array.shape.length !== 2 || features !== names.length || new Set(names).size !== features)
    return undefined;
  const columns = names.map((_, feature) =>
    Float64Array.from(
      { length: people },
      (_row, person) => values[person * features + feature] ?? Number.NaN,
    ),
  );
  return { names, columns };
}
