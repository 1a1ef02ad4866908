import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { task } from "plr";
import { decompose, type Decomposition } from "../decomposition/decompose.ts";
import { readCategories } from "../decomposition/read-categories.ts";
import { recordingsError } from "../recordings-error.ts";
import type { decomposition } from "../rules.ts";
import type { Signals } from "../signals/read-signals.ts";

/** Mean responses by category of preprocessing, and their components. A study without such signals has none. */
export default task<typeof decomposition>(async ({ inputs, outputs, log }) => {
  const { stimulus_protocol } = JSON.parse(readFileSync(inputs.protocol, "utf8")) as Signals;
  const isThere = existsSync(inputs.signals) && stimulus_protocol.length > 0;
  const found = isThere ? await decomposed(inputs.signals, stimulus_protocol) : none;
  writeFileSync(outputs.rows, JSON.stringify(found));
  log(
    `${new Set(found.category_responses.map(({ category }) => category)).size} categories of preprocessing`,
  );
});

const none: Decomposition = { category_responses: [], signal_components: [] };

async function decomposed(path: string, lights: Signals["stimulus_protocol"]): Promise<Decomposition> {
  const read = await readCategories(path);
  if (read.ok) return decompose(read.value, lights);
  throw recordingsError(path, read, {
    holds: "preprocessed signals",
    remedy: "PREPROCESSED_SIGNALS_DB names a DuckDB file with a table preprocessed_signals.",
  });
}
