import { readFileSync, writeFileSync } from "node:fs";
import { task, TaskError } from "plr";
import type { traces } from "../rules.ts";
import { readTraces } from "../signals/read-traces.ts";

/** Recordings of a few people, under their pseudonyms. They stay private. */
export default task<typeof traces>(async ({ inputs, outputs, log }) => {
  const lookup = new Map(JSON.parse(readFileSync(inputs.lookup, "utf8")) as [string, string][]);
  const read = await readTraces(inputs.recordings, lookup);
  if (!read.ok) throw new TaskError(`${inputs.recordings} does not hold signals: ${read.detail}`);
  writeFileSync(outputs.traces, JSON.stringify(read.value));
  log(`${read.value.length} recordings`);
});
