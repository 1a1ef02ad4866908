import { validateAnyClass, type Result } from "../../../src/stratos/index.ts";
import { eachSet, twoClassSets } from "../oracles.ts";
import { sampleOf, valueOf } from "../support.ts";

/** Every data set, with its checked sample. */
export const anySets = eachSet().map((set) => ({
  ...set,
  sample: valueOf(validateAnyClass(set.data.y, set.data.p)),
}));

/** The data sets of both classes, with the samples of both predictions. */
export const twoClass = twoClassSets().map((set) => ({
  ...set,
  sample: sampleOf(set.data.y, set.data.p),
  other: sampleOf(set.data.y, set.data.q),
}));

/** The entries of a record, each with its name. */
export function named<Entry>(record: Readonly<Record<string, Entry>>): { name: string; entry: Entry }[] {
  return Object.entries(record).map(([name, entry]) => ({ name, entry }));
}

/** What the other program says about the same name. */
export function said<Entry>(record: Readonly<Record<string, Entry>>, name: string): Entry {
  const entry = record[name];
  if (entry === undefined) throw new Error(`no oracle for ${name}`);
  return entry;
}

/** The value of a result, or undefined where the measure refuses the data. */
export function ifThere<Value, Failure>(result: Result<Value, Failure>): Value | undefined {
  return result.ok ? result.value : undefined;
}
