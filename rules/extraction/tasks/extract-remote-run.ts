import { writeFileSync } from "node:fs";
import { task, TaskError } from "plr";
import { type ExtractedRun, extractRun, type RunSetting } from "../extract-run.ts";
import { type FetchedPickles, fetchPickles } from "../fetch-pickles.ts";
import { encodeRunFile } from "../run-file.ts";
import type { runs } from "../rules.ts";

/** As `extract-run.ts`, for a run whose artifacts a server holds: a module of its own, which knows of servers. */
export default task<typeof runs>(async ({ outputs, params, log }) => {
  const { run_id, name, configuration, resampling, remote } = params;
  if (remote === null) throw new TaskError(`run ${run_id} is on no server`);
  const pickles = await fetchPickles({ ...remote, run_id });
  const extracted = extractFetched(pickles, { run_id, name, configuration, resampling });
  for (const note of extracted.notes) log(note);
  writeFileSync(outputs.rows, encodeRunFile(run_id, extracted));
});

function extractFetched(pickles: FetchedPickles, setting: RunSetting): ExtractedRun {
  if ("rejected" in pickles) return { rows: null, rejected: pickles.rejected, notes: [] };
  const { metrics, baseline, features } = pickles;
  return extractRun(
    {
      metrics: () => metrics,
      baseline: baseline && (() => baseline),
      features: features && (() => features),
    },
    setting,
  );
}
