import { writeFileSync } from "node:fs";
import { task, TaskError } from "plr";
import { extractRun } from "../extract-run.ts";
import { encodeRunFile } from "../run-file.ts";
import type { runs } from "../rules.ts";

/** One run's pickles to its rows, private still. A run that cannot be used is a result, not a failure. */
export default task<typeof runs>(({ inputs, outputs, params, read, log }) => {
  const [[metrics], [baseline], [features]] = [inputs.metrics, inputs.baseline, inputs.features];
  if (metrics === undefined) throw new TaskError(`run ${params.run_id} has no metrics pickle to read`);
  const { run_id, name, configuration, resampling } = params;
  const extracted = extractRun(
    {
      metrics: () => read(metrics),
      baseline: baseline === undefined ? undefined : () => read(baseline),
      features: features === undefined ? undefined : () => read(features),
    },
    { run_id, name, configuration, resampling },
  );
  for (const note of extracted.notes) log(note);
  writeFileSync(outputs.rows, encodeRunFile(run_id, extracted));
});
