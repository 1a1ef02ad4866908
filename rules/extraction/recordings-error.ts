import { TaskError } from "plr";
import type { RecordingsRead } from "./query-recordings.ts";

/** Why a DuckDB file of the study cannot be used, with the way out; `holds` says what should be in it, and `remedy` where from. */
export function recordingsError(
  path: string,
  { reason, detail }: Extract<RecordingsRead, { readonly ok: false }>,
  { holds, remedy }: { readonly holds: string; readonly remedy: string },
): TaskError {
  if (reason === "newer-duckdb") {
    return new TaskError(
      `${path} was written by a DuckDB that is newer than the one here`,
      "Install Python's duckdb of that version, or write the file with STORAGE_VERSION 'v1.4.0'.",
    );
  }
  return new TaskError(`${path} does not hold ${holds}: ${detail}`, remedy);
}
