import { spawnSync } from "node:child_process";
import { closeSync, openSync, readSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Subject } from "plr/privacy";

/** Everybody in the recordings: original code and class, null where the person was not labelled. */
export type SubjectsRead =
  | { readonly ok: true; readonly value: readonly Subject[] }
  | {
      readonly ok: false;
      /** `newer-duckdb`: written by a DuckDB that is too new; `not-recordings`: no such tables or columns. */
      readonly reason: "newer-duckdb" | "not-recordings";
      readonly detail: string;
    };

const QUERY = `SELECT DISTINCT subject_code AS code, class_label AS label
  FROM (SELECT subject_code, class_label FROM train UNION ALL SELECT subject_code, class_label FROM test)
  ORDER BY ALL`;

/**
 * Reads the people of the recordings' tables `train` and `test`.
 *
 * A file that a newer DuckDB has written is asked of Python's `duckdb`, where that is installed and new enough: the
 * file formats of DuckDB are read by later versions only.
 */
export async function readSubjects(path: string): Promise<SubjectsRead> {
  if (!isDuckdb(path)) return { ok: false, reason: "not-recordings", detail: "it is no DuckDB file" };
  try {
    const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY", threads: "1" });
    try {
      const connection = await instance.connect();
      const rows = (await connection.runAndReadAll(QUERY)).getRowObjectsJS();
      connection.closeSync();
      return { ok: true, value: rows.map(subjectOf) };
    } finally {
      instance.closeSync();
    }
  } catch (error) {
    const detail = (error as Error).message.split("\n")[0] ?? "";
    if (!/newer version|version number \d+/.test((error as Error).message)) {
      return { ok: false, reason: "not-recordings", detail };
    }
    return askPython(path) ?? { ok: false, reason: "newer-duckdb", detail };
  }
}

/** DuckDB would take the name of a file of another kind for a query on it. */
function isDuckdb(path: string): boolean {
  const start = Buffer.alloc(12);
  const file = openSync(path, "r");
  try {
    readSync(file, start, 0, 12, 0);
  } finally {
    closeSync(file);
  }
  return start.toString("latin1", 8, 12) === "DUCK";
}

const PROGRAM = `import duckdb, json, sys
with duckdb.connect(sys.argv[1], read_only=True) as con:
    print(json.dumps([{"code": c, "label": l} for c, l in con.execute(sys.argv[2]).fetchall()]))`;

function askPython(path: string): SubjectsRead | undefined {
  const asked = spawnSync("python3", ["-c", PROGRAM, path, QUERY], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "ignore"],
  });
  if (asked.status !== 0) return undefined;
  return { ok: true, value: (JSON.parse(asked.stdout) as Record<string, unknown>[]).map(subjectOf) };
}

function subjectOf(row: Readonly<Record<string, unknown>>): Subject {
  const { code, label } = row;
  return { code: textOf(code) ?? "", label: textOf(label) ?? null };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
