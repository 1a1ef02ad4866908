import type { Subject } from "plr/privacy";
import { queryRecordings, type RecordingsRead } from "./query-recordings.ts";

/** Everybody in the recordings: original code and class, null where the person was not labelled. */
export type SubjectsRead =
  | { readonly ok: true; readonly value: readonly Subject[] }
  | Extract<RecordingsRead, { readonly ok: false }>;

const QUERY = `SELECT DISTINCT subject_code AS code, class_label AS label
  FROM (SELECT subject_code, class_label FROM train UNION ALL SELECT subject_code, class_label FROM test)
  ORDER BY ALL`;

/** Reads the people of the recordings' tables `train` and `test`. */
export async function readSubjects(path: string): Promise<SubjectsRead> {
  const read = await queryRecordings(path, QUERY);
  return read.ok ? { ok: true, value: read.rows.map(subjectOf) } : read;
}

function subjectOf({ code, label }: { readonly [column: string]: unknown }): Subject {
  return { code: textOf(code) ?? "", label: textOf(label) ?? null };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
