import { readFileSync, writeFileSync } from "node:fs";
import { task } from "plr";
import type { traces } from "../rules.ts";
import { recordingsError } from "../recordings-error.ts";
import { readTraces } from "../signals/read-traces.ts";

/** Recordings of a few people, under their pseudonyms. They stay private. */
export default task<typeof traces>(async ({ inputs, outputs, log }) => {
  const lookup = new Map(JSON.parse(readFileSync(inputs.lookup, "utf8")) as [string, string][]);
  const read = await readTraces(inputs.recordings, lookup);
  if (!read.ok) {
    throw recordingsError(inputs.recordings, read, {
      holds: "the recordings",
      remedy:
        "SERI_DB_PATH names a DuckDB file with tables train and test, each with time, pupil_gt, Red and Blue.",
    });
  }
  writeFileSync(outputs.traces, JSON.stringify(read.value));
  log(`${read.value.length} recordings`);
});
