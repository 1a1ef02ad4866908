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
 * Replaces original codes by pseudonyms and orders people by them, so that nothing of the pickle's order is left.
 * A person whom the lookup does not know, or whose label is not that of the recordings, rejects the whole run.
 *
 * @param lookup pseudonym by original code
 */
export function pseudonymise(file: RunFile, lookup: ReadonlyMap<string, string>): RunFile {
  if (file.rejected !== null) return file;
  const tables = { ...file.tables };
  for (const { name } of PERSONAL) {
    const table = tables[name] ?? {};
    const codes = textsOf(table, "subject_code");
    const pseudonyms = translateCodes(codes, lookup);
    if (!pseudonyms.ok) {
      return without(
        file,
        rejection("unknown-subject", `${pseudonyms.failure.count} of ${codes.length} people`),
      );
    }
    const differing = differingLabels(pseudonyms.value, table["y_true"]);
    if (differing > 0)
      return without(file, rejection("label-differs", `${differing} of ${codes.length} people`));
    tables[name] = ordered({ ...table, subject_code: pseudonyms.value });
  }
  return { ...file, tables };
}

/** A pseudonym's letter is the class that the recordings give the person. */
function differingLabels(pseudonyms: readonly string[], labels: ColumnValues | undefined): number {
  if (labels === undefined) return 0;
  return pseudonyms.filter((pseudonym, person) => pseudonym.startsWith("G") !== (labels[person] === 1))
    .length;
}

/** The key of the tables sorts texts by code unit. */
function ordered(table: TableColumns): TableColumns {
  const pseudonyms = textsOf(table, "subject_code");
  const order = pseudonyms
    .map((_, row) => row)
    .sort((a, b) => ((pseudonyms[a] ?? "") < (pseudonyms[b] ?? "") ? -1 : 1));
  const columns: Record<string, ColumnValues> = {};
  for (const [name, values] of Object.entries(table)) {
    columns[name] =
      values instanceof Float64Array ? taken(values, order) : order.map((row) => values[row] ?? null);
  }
  return columns;
}

/** By index: `Float64Array.from` with a function costs ten times as much, and there are hundreds of runs. */
function taken(values: Float64Array, order: readonly number[]): Float64Array {
  const out = new Float64Array(order.length);
  for (let place = 0; place < out.length; place += 1) out[place] = values[order[place] ?? 0] ?? Number.NaN;
  return out;
}

function textsOf(table: TableColumns, column: string): string[] {
  return Array.from(table[column] ?? [], String);
}

function without(file: RunFile, rejected: RunFile["rejected"]): RunFile {
  return { run_id: file.run_id, rejected, tables: {} };
}
