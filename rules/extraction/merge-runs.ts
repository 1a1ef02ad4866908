import type { RejectedRun } from "../schema/results.ts";
import { type Configuration, configId, configurationName } from "./config-id.ts";
import { rejection } from "./rejection.ts";
import type { RunFile } from "./run-file.ts";
import type { RejectedListing } from "./sift-listing.ts";

/** A candidate of the listing, as far as the merge needs it. */
export interface MergeCandidate {
  readonly run_id: string;
  readonly name: string;
  readonly configuration: Configuration;
  readonly start_time: number | null;
}

/** What is merged: the listing's two halves, and a file for each candidate. */
export interface Merge {
  readonly candidates: readonly MergeCandidate[];
  readonly rejected: readonly RejectedListing[];
  readonly files: readonly RunFile[];
}

/** The runs that make up the database, in the order of their config_id, and all others with their reasons. */
export interface Merged {
  readonly accepted: readonly RunFile[];
  readonly rejected: readonly RejectedRun[];
}

/**
 * Chooses among the runs. Of several with one configuration that have passed every other filter, the one with the
 * greatest start time is taken, then the greatest run id: a later broken run never evicts a good one.
 *
 * @throws Error if two configurations share a config_id, or a candidate has no file
 */
export function mergeRuns({ candidates, rejected, files }: Merge): Merged {
  const fileOf = new Map(files.map((file) => [file.run_id, file]));
  const survivors: MergeCandidate[] = [];
  const out: RejectedRun[] = rejected.map(({ run_id, run_name, reason, detail }) => ({
    run_id,
    run_name,
    reason,
    detail,
  }));
  for (const candidate of candidates) {
    const file = fileOf.get(candidate.run_id);
    if (file === undefined) throw new Error(`no extracted rows of run ${candidate.run_id}`);
    if (file.rejected === null) survivors.push(candidate);
    else out.push({ run_id: candidate.run_id, run_name: candidate.name, ...file.rejected });
  }
  const accepted: [number, RunFile][] = [];
  for (const [id, group] of byConfiguration(survivors)) {
    const [latest, ...older] = group.toSorted(laterFirst);
    const file = latest && fileOf.get(latest.run_id);
    if (file !== undefined) accepted.push([id, file]);
    for (const { run_id, name } of older) {
      out.push({ run_id, run_name: name, ...rejection("duplicate", `run ${latest?.run_id ?? ""}`) });
    }
  }
  return {
    accepted: accepted.sort(([a], [b]) => a - b).map(([, file]) => file),
    rejected: out.sort((a, b) => (a.run_id < b.run_id ? -1 : 1)),
  };
}

function byConfiguration(candidates: readonly MergeCandidate[]): Map<number, MergeCandidate[]> {
  const groups = new Map<number, MergeCandidate[]>();
  for (const candidate of candidates) {
    const id = configId(candidate.configuration);
    const group = groups.get(id) ?? [];
    const other = group[0];
    if (
      other !== undefined &&
      configurationName(other.configuration) !== configurationName(candidate.configuration)
    ) {
      const names = [other, candidate].map(({ configuration }) => configurationName(configuration));
      throw new Error(`two configurations share the config_id ${id}: ${names.join(" and ")}`);
    }
    groups.set(id, [...group, candidate]);
  }
  return groups;
}

function laterFirst(a: MergeCandidate, b: MergeCandidate): number {
  const [left, right] = [a.start_time ?? 0, b.start_time ?? 0];
  if (left !== right) return right - left;
  return a.run_id < b.run_id ? 1 : -1;
}
