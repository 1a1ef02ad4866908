import { writeFileSync } from "node:fs";
import { task } from "plr";
import { openTracking } from "plr/mlflow";
import { readRegistry } from "../../registry.ts";
import type { PreprocessingQuality } from "../../schema/results.ts";
import type { stageQuality } from "../rules.ts";
import { type ChosenStageRun, chosenStages } from "../stages/chosen-stages.ts";
import { qualityRows } from "../stages/quality-rows.ts";
import { trackingError } from "../tracking-error.ts";

/** The metrics of the stages' runs. A finished run does not change, so that the listing stands for them. */
export default task<typeof stageQuality>(async ({ inputs, outputs, params, log }) => {
  const chosen = chosenStages(inputs.stages, {
    registry: readRegistry(inputs.registry),
    isSynthetic: params.is_synthetic,
  });
  const rows = chosen.length === 0 ? [] : await rowsOf(chosen, params.trackingUri);
  writeFileSync(outputs.rows, JSON.stringify(rows));
  log(`${chosen.length} of ${inputs.stages.length} runs of the stages before classification`);
});

async function rowsOf(
  chosen: readonly ChosenStageRun[],
  trackingUri: string,
): Promise<PreprocessingQuality[]> {
  const tracking = await openTracking(trackingUri);
  if (!tracking.ok) throw trackingError(tracking.failure);
  try {
    const rows: PreprocessingQuality[] = [];
    for (const wanted of chosen) {
      const run = await tracking.value.run(wanted.experiment_id, wanted.run_id);
      if (!run.ok) throw trackingError(run.failure);
      const details = await tracking.value.details(run.value);
      if (!details.ok) throw trackingError(details.failure);
      rows.push(...qualityRows(wanted, details.value.metrics));
    }
    return rows;
  } finally {
    tracking.value.close();
  }
}
