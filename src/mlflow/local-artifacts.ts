import type { Stats } from "node:fs";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import type { ArtifactStore } from "./artifact-roots.ts";
import { artifactRoots, isRemote } from "./artifact-roots.ts";
import type { Artifact, ArtifactLocation, Result, Run } from "./tracking.ts";
import { failed, ok } from "./tracking.ts";

/**
 * What lies in a folder of a run's artifacts, from the first of its roots that has the folder; nothing, as a
 * server has it, where none has.
 */
export function listArtifacts(run: Run, folder: string, store: ArtifactStore): Result<Artifact[]> {
  const found = find(run, folder, store);
  if (!found.ok) return found.failure.reason === "artifact-missing" ? ok([]) : found;
  if (!found.value.isFolder) return ok([]);
  const names = readdirSync(found.value.path).sort();
  return ok(
    names.flatMap((name) =>
      describe(join(found.value.path, name), folder === "" ? name : `${folder}/${name}`),
    ),
  );
}

/** The file of an artifact, from the first of its run's roots that has it. */
export function locateArtifact(run: Run, path: string, store: ArtifactStore): Result<ArtifactLocation> {
  const found = find(run, path, store);
  if (!found.ok) return found;
  if (found.value.isFolder) return failed({ reason: "artifact-missing", path });
  return ok({ kind: "file", path: found.value.path, size: found.value.size });
}

interface Found {
  readonly path: string;
  readonly isFolder: boolean;
  readonly size: number;
}

function find(run: Run, path: string, store: ArtifactStore): Result<Found> {
  // A run's name may be part of an artifact's: no name leads out of the run's artifacts.
  const parts = path.split("/").filter((part) => part !== "");
  if (!parts.includes("..") && !path.includes("\0"))
    for (const root of artifactRoots(run, store)) {
      const candidate = join(root, ...parts);
      const stats = statsOf(candidate);
      if (stats !== undefined)
        return ok({ path: candidate, isFolder: stats.isDirectory(), size: stats.size });
    }
  if (!isRemote(run.artifactUri)) return failed({ reason: "artifact-missing", path });
  return failed({ reason: "artifact-unreachable", path, uri: run.artifactUri });
}

function describe(file: string, path: string): Artifact[] {
  const stats = statsOf(file);
  if (stats === undefined) return [];
  return [{ path, isFolder: stats.isDirectory(), size: stats.isDirectory() ? null : stats.size }];
}

/** Undefined also for what the file system refuses to look up, such as a name that is too long. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
