import { translateCodes } from "plr/privacy/translate-codes";
import {
  aurocKernels,
  decisionUncertainty,
  predictionDraws,
  predictions,
  subjectStability,
} from "../schema/people.ts";
import { rejection } from "./rejection.ts";
import type { ColumnValues, RunFile, TableColumns } from "./run-file.ts";

/** The tables with rows of people. */
const PERSONAL = [predictions, aurocKernels, subjectStability, decisionUncertainty, predictionDraws] as const;

/**
 * Gives the function that replaces a run's original codes by pseudonyms and orders people by them, so that nothing of
 * the pickle's order is left. A person whom the lookup does not know, or whose label is not that of the recordings,
 * rejects the whole run. It remembers lists of codes: hundreds of runs have the same people.
 *
 * @param lookup pseudonym by original code
 */
export function pseudonymiser(lookup: ReadonlyMap<string, string>): (file: RunFile) => RunFile {
  const known = new Map<string, Translated>();
  const translate = (codes: readonly string[]): Translated => {
    const key = JSON.stringify(codes);
    const translated = known.get(key) ?? translatedBy(lookup, codes);
    known.set(key, translated);
    return translated;
  };
  return (file) => {
    if (file.rejected !== null) return file;
    const tables = { ...file.tables };
    for (const { name } of PERSONAL) {
      const table = tables[name] ?? {};
      const people = translate(textsOf(table, "subject_code"));
      const { length } = people.pseudonyms;
      if (people.unknown > 0)
        return without(file, rejection("unknown-subject", `${people.unknown} of ${length} people`));
      const differing = differingLabels(people.pseudonyms, table["y_true"]);
      if (differing > 0) return without(file, rejection("label-differs", `${differing} of ${length} people`));
      tables[name] = ordered(table, people);
    }
    return { ...file, tables };
  };
}

/** A list of codes, row by row. */
interface Translated {
  /** How many the lookup does not know. */
  readonly unknown: number;
  readonly pseudonyms: readonly string[];
  /** The rows in the order of the pseudonyms; those of one person stay as they are. */
  readonly order: Uint32Array;
}

function translatedBy(lookup: ReadonlyMap<string, string>, codes: readonly string[]): Translated {
  const pseudonyms = translateCodes(codes, lookup);
  if (!pseudonyms.ok)
    return { unknown: pseudonyms.failure.count, pseudonyms: codes, order: new Uint32Array() };
  const all = pseudonyms.value;
  // The key of the tables sorts texts by code unit.
  const rank = new Map([...new Set(all)].toSorted(byCodeUnit).map((pseudonym, place) => [pseudonym, place]));
  const ranks = Float64Array.from(all, (pseudonym) => rank.get(pseudonym) ?? 0);
  const order = Uint32Array.from(all.keys()).sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || a - b);
  return { unknown: 0, pseudonyms: all, order };
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/** A pseudonym's letter is the class that the recordings give the person. */
function differingLabels(pseudonyms: readonly string[], labels: ColumnValues | undefined): number {
  if (labels === undefined) return 0;
  return pseudonyms.filter((pseudonym, person) => pseudonym.startsWith("G") !== (labels[person] === 1))
    .length;
}

function ordered(table: TableColumns, { pseudonyms, order }: Translated): TableColumns {
  const columns: Record<string, ColumnValues> = {};
  for (const [name, values] of Object.entries({ ...table, subject_code: pseudonyms })) {
    columns[name] = values instanceof Float64Array ? numbersIn(order, values) : textsIn(order, values);
  }
  return columns;
}

/** By index: `Float64Array.from` with a function costs ten times as much, and there are hundreds of runs. */
function numbersIn(order: Uint32Array, values: Float64Array): Float64Array {
  const out = new Float64Array(order.length);
  for (let place = 0; place < out.length; place += 1) out[place] = values[order[place] ?? 0] ?? Number.NaN;
  return out;
}

function textsIn(order: Uint32Array, values: readonly (string | null)[]): (string | null)[] {
  return Array.from(order, (row) => values[row] ?? null);
}

function textsOf(table: TableColumns, column: string): readonly string[] {
  const values = table[column];
  return values === undefined || values instanceof Float64Array ? [] : values.map(String);
}

function without(file: RunFile, rejected: RunFile["rejected"]): RunFile {
  return { run_id: file.run_id, rejected, tables: {} };
}
