import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import type { Run } from "./tracking.ts";

/** Where a store of files or a database keeps artifacts. */
export interface ArtifactStore {
  /** The folder of the file store or of the database; relative URIs start here. */
  readonly root: string;
  /** Folders below which a stale URI's path may continue, `root` among them. */
  readonly below: readonly string[];
}

/**
 * The folders in which a run's artifacts may lie, most trusted first: the run's own `artifacts/` folder; the
 * folder its URI names; then, because a store moves and its URIs do not, every suffix of the URI's path, longest
 * first, below the store. A suffix must still name the run, so that no other run's artifacts are ever taken.
 */
export function artifactRoots(run: Run, store: ArtifactStore): string[] {
  const roots = run.folder === null ? [] : [join(store.root, run.folder, "artifacts")];
  const path = localPath(run.artifactUri);
  if (path !== undefined) roots.push(isAbsolute(path) ? path : resolve(store.root, path));
  const segments = pathOf(run.artifactUri)
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..");
  for (let from = 0; from <= segments.lastIndexOf(run.runId); from++)
    for (const folder of store.below) roots.push(join(folder, ...segments.slice(from)));
  return roots;
}

/** Whether a URI names a place that only some client other than the file system reaches, such as `s3://`. */
export function isRemote(uri: string): boolean {
  return uri !== "" && localPath(uri) === undefined;
}

/** The path of a `file:` URI or of a plain path; undefined for any other scheme. */
export function localPath(uri: string): string | undefined {
  if (uri === "") return undefined;
  if (!/^[A-Za-z][\w+.-]+:/.test(uri)) return uri;
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(
      new URL(uri.replace(/^file:(?=[^/])/, "file:///").replace(/^file:\/\/localhost\//, "file:///")),
    );
  } catch {
    return undefined;
  }
}

function pathOf(uri: string): string {
  const local = localPath(uri);
  if (local !== undefined) return local.replaceAll("\\", "/");
  return uri.replace(/^[A-Za-z][\w+.-]*:(?:\/\/[^/]*)?/, "");
}
