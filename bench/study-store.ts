import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { benchFolder } from "./bench-folder.ts";

const PROGRAM = join(import.meta.dirname, "make_study.py");

/** A study for the benchmark: a file store and the recordings of its people. */
export interface StudyStore {
  readonly mlruns: string;
  readonly recordings: string;
}

/**
 * Makes a study with `make_study.py`, or finds the one that was made before by the same program.
 *
 * @param name of its folder
 * @param args of the program
 */
export async function studyStore(name: string, args: readonly string[]): Promise<StudyStore> {
  const made = createHash("sha256")
    .update(readFileSync(PROGRAM))
    .update(args.join(" "))
    .digest("hex")
    .slice(0, 12);
  const folder = join(benchFolder(), `${name}-${made}`);
  const store = { mlruns: join(folder, "mlruns"), recordings: join(folder, "SERI_PLR_GLAUCOMA.db") };
  if (!existsSync(folder)) {
    const aside = `${folder}.part`;
    rmSync(aside, { recursive: true, force: true });
    execFileSync("python3", [PROGRAM, aside, ...args], { stdio: ["ignore", "ignore", "inherit"] });
    await writeRecordings(aside);
    renameSync(aside, folder);
  }
  return store;
}

/** One row for everybody: the extraction reads codes and labels alone. */
async function writeRecordings(folder: string): Promise<void> {
  const people = join(folder, "people.json");
  const instance = await DuckDBInstance.create(join(folder, "SERI_PLR_GLAUCOMA.db"));
  const connection = await instance.connect();
  for (const split of ["train", "test"]) {
    await connection.run(
      `CREATE TABLE ${split} AS SELECT code AS subject_code, label AS class_label
       FROM read_json('${people.replaceAll("'", "''")}', format = 'array') WHERE split = '${split}'`,
    );
  }
  connection.closeSync();
  instance.closeSync();
}
