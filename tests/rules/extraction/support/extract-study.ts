import { readFileSync } from "node:fs";
import { openTracking } from "plr/mlflow";
import { type ExtractedRun, extractRun, type RunSetting } from "../../../../rules/extraction/extract-run.ts";
import { fetchPickles, type RemoteRun } from "../../../../rules/extraction/fetch-pickles.ts";
import { listRuns } from "../../../../rules/extraction/listing.ts";
import { type Merged, mergeRuns } from "../../../../rules/extraction/merge-runs.ts";
import { pseudonymiser } from "../../../../rules/extraction/pseudonymise.ts";
import { decodeRunFile, encodeRunFile, type RunFile } from "../../../../rules/extraction/run-file.ts";
import { type Candidate, siftListing } from "../../../../rules/extraction/sift-listing.ts";
import { QUICK, registry } from "./demo.ts";

/** Which study is extracted, and with which lookup. */
export interface StudyUnderTest {
  readonly uri: string;
  readonly experimentName: string;
  readonly isSynthetic: boolean;
  readonly lookup: ReadonlyMap<string, string>;
}

/** All of extraction but the engine: from a tracking URI to what the database will hold. */
export async function extractStudy(study: StudyUnderTest): Promise<Merged> {
  const tracking = await openTracking(study.uri);
  if (!tracking.ok) throw new Error(JSON.stringify(tracking.failure));
  const { uri, experimentName, isSynthetic, lookup } = study;
  const listing = await listRuns(tracking.value, { trackingUri: uri, experimentId: null, experimentName });
  const { candidates, rejected } = siftListing(listing.runs, { registry, isSynthetic });
  const underPseudonyms = pseudonymiser(lookup);
  const files: RunFile[] = [];
  for (const candidate of candidates) {
    const { run_id, name, configuration } = candidate;
    const extracted = await extract(candidate, {
      remote: { tracking_uri: uri, experiment_id: listing.experiment.id, run_id },
      setting: { run_id, name, configuration, resampling: QUICK },
    });
    files.push(underPseudonyms(decodeRunFile(encodeRunFile(run_id, extracted))));
  }
  tracking.value.close();
  return mergeRuns({ candidates, rejected, files });
}

async function extract(
  { metrics, baseline, features }: Candidate,
  { remote, setting }: { readonly remote: RemoteRun; readonly setting: RunSetting },
): Promise<ExtractedRun> {
  if (metrics.kind === "file") {
    const bytesOf = (artifact: typeof baseline) =>
      artifact?.kind === "file" ? () => readFileSync(artifact.path) : undefined;
    const files = {
      metrics: () => readFileSync(metrics.path),
      baseline: bytesOf(baseline),
      features: bytesOf(features),
    };
    return extractRun(files, setting);
  }
  const pickles = await fetchPickles(remote);
  if ("rejected" in pickles) return { rows: null, rejected: pickles.rejected, notes: [] };
  const bytesOf = (bytes: Uint8Array | undefined) => bytes && (() => bytes);
  return extractRun(
    {
      metrics: () => pickles.metrics,
      baseline: bytesOf(pickles.baseline),
      features: bytesOf(pickles.features),
    },
    setting,
  );
}
