import { writeFileSync } from "node:fs";
import { task, TaskError } from "plr";
import { extractRun } from "../extract-run.ts";
import { fetchArtifact } from "../fetch-artifact.ts";
import type { runs } from "../rules.ts";
import { encodeRunFile } from "../run-file.ts";

/** One run's pickles to its rows, private still. A run that cannot be used is a result, not a failure. */
export default task<typeof runs>(async ({ inputs, outputs, params, read, log }) => {
  const [metrics, baseline] = inputs.files;
  const { run_id, name, configuration, resampling } = params;
  const remote =
    params.remote &&
    (await Promise.all([
      fetchArtifact(params.remote.tracking_uri, params.remote.metrics),
      params.remote.baseline && fetchArtifact(params.remote.tracking_uri, params.remote.baseline),
    ]));
  const bytesOf = (
    path: string | undefined,
    fetched: Uint8Array | null | undefined,
  ): (() => Uint8Array) | undefined => {
    if (fetched) return () => fetched;
    return path === undefined ? undefined : () => read(path);
  };
  const ofMetrics = bytesOf(metrics, remote?.[0]);
  if (ofMetrics === undefined) throw new TaskError(`run ${run_id} has no metrics pickle to read`);
  const extracted = extractRun(
    { metrics: ofMetrics, baseline: bytesOf(baseline, remote?.[1]) },
    { run_id, name, configuration, resampling },
  );
  if (extracted.rejected !== null)
    log(`rejected, ${extracted.rejected.reason}: ${extracted.rejected.detail}`);
  for (const note of extracted.notes) log(note);
  writeFileSync(outputs.rows, encodeRunFile(run_id, extracted));
});
