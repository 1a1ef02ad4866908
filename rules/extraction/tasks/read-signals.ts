import { writeFileSync } from "node:fs";
import { task } from "plr";
import type { signals } from "../rules.ts";
import { recordingsError } from "../recordings-error.ts";
import { readSignals } from "../signals/read-signals.ts";

/** Mean responses of groups of people, and when the lights were on. Recordings without signals leave none. */
export default task<typeof signals>(async ({ inputs, outputs, log }) => {
  const read = await readSignals(inputs.recordings);
  if (!read.ok) {
    throw recordingsError(inputs.recordings, read, {
      holds: "the recordings",
      remedy:
        "SERI_DB_PATH names a DuckDB file with tables train and test, each with time, pupil_gt, Red and Blue.",
    });
  }
  writeFileSync(outputs.rows, JSON.stringify(read.value));
  const { stimulus_protocol, signal_summary } = read.value;
  log(`${stimulus_protocol.length} lights, ${signal_summary.length} rows of mean responses`);
});
