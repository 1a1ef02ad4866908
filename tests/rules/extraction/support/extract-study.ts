import { readFileSync } from "node:fs";
import { openTracking } from "plr/mlflow";
import { extractRun } from "../../../../rules/extraction/extract-run.ts";
import { type ListedArtifact, listRuns } from "../../../../rules/extraction/listing.ts";
import { type Merged, mergeRuns } from "../../../../rules/extraction/merge-runs.ts";
import { pseudonymise } from "../../../../rules/extraction/pseudonymise.ts";
import { decodeRunFile, encodeRunFile, type RunFile } from "../../../../rules/extraction/run-file.ts";
import { siftListing } from "../../../../rules/extraction/sift-listing.ts";
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
  const files: RunFile[] = [];
  for (const { run_id, name, configuration, metrics, baseline } of candidates) {
    const bytes = await read(metrics);
    const ofBaseline = baseline === null ? undefined : await read(baseline);
    const extracted = extractRun(
      { metrics: () => bytes, baseline: ofBaseline && (() => ofBaseline) },
      { run_id, name, configuration, resampling: QUICK },
    );
    files.push(pseudonymise(decodeRunFile(encodeRunFile(run_id, extracted)), lookup));
  }
  tracking.value.close();
  return mergeRuns({ candidates, rejected, files });
}

async function read(artifact: ListedArtifact): Promise<Uint8Array> {
  return artifact.kind === "file" ? readFileSync(artifact.path) : (await fetch(artifact.url)).bytes();
}
