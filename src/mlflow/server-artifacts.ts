import type { Server } from "./rest-client.ts";
import { call, list } from "./rest-client.ts";
import { textOf } from "./run-fields.ts";
import type { Artifact, ArtifactLocation, Result, Run } from "./tracking.ts";
import { failed, ok } from "./tracking.ts";

/** What lies in a folder of a run's artifacts, as the server lists it. */
export async function artifactsOf(server: Server, run: Run, folder: string): Promise<Result<Artifact[]>> {
  const artifacts: Artifact[] = [];
  let token = "";
  do {
    const query = new URLSearchParams({
      run_id: run.runId,
      path: folder,
      ...(token && { page_token: token }),
    });
    if (folder === "") query.delete("path");
    const page = await call(server, `artifacts/list?${query.toString()}`);
    // The server itself reaches the artifacts, or it fails of them.
    if (!page.ok) return failed({ reason: "artifact-unreachable", path: folder, uri: run.artifactUri });
    // An empty file has no size in JSON, as protobuf leaves out zeros.
    for (const { path, is_dir: isFolder, file_size: size } of list(page.value["files"]))
      artifacts.push({
        path: textOf(path),
        isFolder: isFolder === true,
        size: isFolder === true ? null : Number(size ?? 0),
      });
    token = textOf(page.value["next_page_token"]);
  } while (token !== "");
  return ok(artifacts.sort((a, b) => (a.path < b.path ? -1 : 1)));
}

/** The URL of an artifact that the server lists. */
export async function locate(server: Server, run: Run, path: string): Promise<Result<ArtifactLocation>> {
  const parts = path.split("/").filter((part) => part !== "");
  if (parts.includes("..")) return failed({ reason: "artifact-missing", path });
  const siblings = await artifactsOf(server, run, parts.slice(0, -1).join("/"));
  if (!siblings.ok)
    return failed(
      siblings.failure.reason === "artifact-unreachable" ? { ...siblings.failure, path } : siblings.failure,
    );
  const found = siblings.value.find((artifact) => artifact.path === parts.join("/") && !artifact.isFolder);
  if (found === undefined) return failed({ reason: "artifact-missing", path });
  return ok({ kind: "http", url: urlOf(server, run, parts), size: found.size });
}

/** Only artifacts that the server itself stores have a path of their own; any other it fetches for a run. */
function urlOf({ base }: Server, run: Run, parts: readonly string[]): string {
  const stored = /^mlflow-artifacts:\/(?!\/)(.*)$/.exec(run.artifactUri)?.[1];
  if (stored === undefined) {
    const query = new URLSearchParams({ run_uuid: run.runId, path: parts.join("/") });
    return `${base}/get-artifact?${query.toString()}`;
  }
  const path = [...stored.split("/").filter((part) => part !== ""), ...parts]
    .map(encodeURIComponent)
    .join("/");
  return `${base}/api/2.0/mlflow-artifacts/artifacts/${path}`;
}
