import type { Artifact, View } from "./artifact.ts";
import { type Failure, failed, ok, type Result } from "./failure.ts";
import { type FolderMember, folderDigest } from "./folder-digest.ts";
import type { FileFacts, Host, Runner } from "./host.ts";

/** Digests of an output, wherever it lies now, and of what is in it where it is a folder. */
export interface Described {
  readonly facts: FileFacts;
  readonly members: readonly FolderMember[];
}

export interface Describing {
  readonly host: Pick<Host, "files" | "hasher">;
  readonly runner: Pick<Runner, "describe">;
  /** Beside the artifact's own. */
  readonly views: readonly View[];
  readonly slot: number;
}

/** Looks at what a step has left at `from`; a failure names the output as the user knows it. */
export async function describeOutput(
  from: string,
  artifact: Artifact,
  describing: Describing,
): Promise<Result<Described>> {
  const { files } = describing.host;
  const stat = files.stat(from);
  if (!stat) return failed({ reason: "output-not-written", path: artifact.path });
  if (files.isLink(from) || stat.kind !== (artifact.folder ? "folder" : "file"))
    return failed({ reason: artifact.folder ? "not-a-folder" : "not-a-file", path: artifact.path });
  if (artifact.folder) return describeFolder(from, artifact, describing);
  const views = new Set([artifact.meaning, ...describing.views].filter((view) => view !== "bytes"));
  const facts = await describing.runner.describe(from, [...views], describing.slot);
  return facts.ok ? ok({ facts: facts.value, members: [] }) : failed(shownAt(facts.failure, artifact.path));
}

async function describeFolder(
  from: string,
  { path: shown }: Artifact,
  { host, runner, slot }: Describing,
): Promise<Result<Described>> {
  const members: FolderMember[] = [];
  for (const { path, kind } of host.files.tree(from)) {
    if (kind === "folder") {
      members.push({ path: `${path}/`, digest: host.hasher.text(""), size: 0 });
      continue;
    }
    if (kind !== "file") return failed({ reason: "link-in-folder", path: `${shown}/${path}`, kind });
    const facts = await runner.describe(`${from}/${path}`, [], slot);
    if (!facts.ok) return failed(shownAt(facts.failure, `${shown}/${path}`));
    members.push({ path, digest: facts.value.digest, size: facts.value.size });
  }
  const size = members.reduce((sum, member) => sum + member.size, 0);
  return ok({ facts: { digest: folderDigest(members, host.hasher), size, views: {} }, members });
}

/** A failure about a private path, told by the path that the user knows. */
function shownAt(failure: Failure, path: string): Failure {
  const isOfPath = failure.reason === "view-failed" || failure.reason === "input-unreadable";
  return isOfPath ? { ...failure, path } : failure;
}
