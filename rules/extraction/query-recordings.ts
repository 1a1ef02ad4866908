import { spawnSync } from "node:child_process";
import { closeSync, openSync, readSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

/** Rows of a query on the recordings, or why there are none. */
export type RecordingsRead =
  | { readonly ok: true; readonly rows: readonly { readonly [column: string]: unknown }[] }
  | {
      readonly ok: false;
      /** `newer-duckdb`: written by a DuckDB that is too new; `not-recordings`: no such tables or columns. */
      readonly reason: "newer-duckdb" | "not-recordings";
      readonly detail: string;
    };

/**
 * Asks the recordings something, in one thread, so that sums come in the same order each time.
 *
 * A file that a newer DuckDB has written is asked of Python's `duckdb`, where that is installed and new enough: the
 * file formats of DuckDB are read by later versions only.
 *
 * @param query SQL whose columns are texts, doubles (finite or NULL), 32-bit integers and lists of these
 */
export async function queryRecordings(path: string, query: string): Promise<RecordingsRead> {
  if (!isDuckdb(path)) return { ok: false, reason: "not-recordings", detail: "it is no DuckDB file" };
  try {
    const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY", threads: "1" });
    try {
      const connection = await instance.connect();
      const rows = (await connection.runAndReadAll(query)).getRowObjectsJS();
      connection.closeSync();
      return { ok: true, rows };
    } finally {
      instance.closeSync();
    }
  } catch (error) {
    const detail = (error as Error).message.split("\n")[0] ?? "";
    if (!/newer version|version number \d+/.test((error as Error).message)) {
      return { ok: false, reason: "not-recordings", detail };
    }
    return askPython(path, query) ?? { ok: false, reason: "newer-duckdb", detail };
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
with duckdb.connect(sys.argv[1], read_only=True, config={"threads": 1}) as con:
    con.execute("SET enable_progress_bar = false")
    con.execute(sys.argv[2])
    names = [column[0] for column in con.description]
    print(json.dumps([dict(zip(names, row)) for row in con.fetchall()]))`;

function askPython(path: string, query: string): RecordingsRead | undefined {
  const asked = spawnSync("python3", ["-c", PROGRAM, path, query], {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "ignore"],
  });
  if (asked.status !== 0) return undefined;
  return { ok: true, rows: JSON.parse(asked.stdout) as Record<string, unknown>[] };
}
