import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { basename, dirname } from "node:path";
import { task, TaskError } from "plr";
import { scanPublic } from "plr/privacy/scan-public";
import { readRegistry } from "../../registry.ts";
import type { PreprocessingQuality } from "../../schema/results.ts";
import { type MergeCandidate, mergeRuns, type Merged } from "../merge-runs.ts";
import { pseudonymiser } from "../pseudonymise.ts";
import { resultsContents } from "../results-contents.ts";
import type { database } from "../rules.ts";
import { decodeRunFile } from "../run-file.ts";
import type { RejectedListing } from "../sift-listing.ts";
import type { Decomposition } from "../decomposition/decompose.ts";
import type { Signals } from "../signals/read-signals.ts";
import { writeResults } from "../write-results.ts";

/** All runs into one database, written fresh, and the privacy gate before anybody sees it. */
export default task<typeof database>(async ({ inputs, outputs, params, log }) => {
  const codes = parsed(inputs.codes) as string[];
  await writeResults(outputs.db, () => {
    const underPseudonyms = pseudonymiser(new Map(parsed(inputs.lookup) as [string, string][]));
    const merged = mergeRuns({
      candidates: parsed(inputs.candidates) as MergeCandidate[],
      rejected: parsed(inputs.rejected) as RejectedListing[],
      files: inputs.rows.map((path) => underPseudonyms(decodeRunFile(readFileSync(path)))),
    });
    report(merged, log);
    if (merged.accepted.length === 0) throw nothingAccepted(merged, params.experiment);
    return resultsContents(merged, {
      experiment: params.experiment,
      isSynthetic: params.is_synthetic,
      resampling: params.resampling,
      registry: readRegistry(inputs.registry),
      codes,
      quality: parsed(inputs.stages) as PreprocessingQuality[],
      signals: {
        ...(parsed(inputs.signals) as Signals),
        ...(parsed(inputs.decomposition) as Decomposition),
      },
    });
  });
  await passGate(outputs.db, codes);
});

function parsed(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

function report({ accepted, rejected }: Merged, log: (line: string) => void): void {
  for (const { run_id, reason } of rejected) log(`rejected ${run_id}: ${reason}`);
  log(`${accepted.length} runs for the database, ${rejected.length} rejected`);
}

function nothingAccepted({ rejected }: Merged, experiment: string): TaskError {
  const counts = new Map<string, number>();
  for (const { reason } of rejected) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].map(([reason, count]) => `${reason}: ${count}`).toSorted();
  const why = reasons.length === 0 ? "it has no runs" : reasons.join(", ");
  return new TaskError(
    `no run of the experiment ${experiment} can be used (${why})`,
    "Look at MLFLOW_TRACKING_URI, CLASSIFICATION_EXP_ID and configs/registry.yaml.",
  );
}

async function passGate(path: string, codes: readonly string[]): Promise<void> {
  const forbidden = { codes, userNames: [userInfo().username] };
  const findings = await scanPublic({ root: dirname(path), files: [basename(path)], forbidden });
  if (findings.length === 0) return;
  const places = findings.map(({ where, what, count }) => `${where}: ${what} (${count})`);
  throw new TaskError(`the database must not be published: ${places.join("; ")}`);
}
