import { writeFileSync } from "node:fs";
import { task } from "plr";
import { readCombos } from "../../combos.ts";
import { readRegistry } from "../../registry.ts";
import type { manifest } from "../rules.ts";
import { configurationName } from "../config-id.ts";
import { siftListing } from "../sift-listing.ts";

/** Sorts the listed runs into those to extract, with what the extraction of each needs, and those left out. */
export default task<typeof manifest>(({ inputs, outputs, params, log }) => {
  const registry = readRegistry(inputs.registry);
  const roles = new Set(readCombos(inputs.combos, registry).map(configurationName));
  const { candidates, rejected } = siftListing(inputs.listing.runs, {
    registry,
    isSynthetic: params.is_synthetic,
  });
  const items = candidates.map((candidate) => ({
    ...candidate,
    experiment_id: inputs.listing.experiment.id,
    curves: roles.has(configurationName(candidate.configuration)),
  }));
  writeFileSync(outputs.candidates, JSON.stringify(items));
  writeFileSync(outputs.rejected, JSON.stringify(rejected));
  log(`${candidates.length} runs to extract, ${rejected.length} left out by the listing`);
});
