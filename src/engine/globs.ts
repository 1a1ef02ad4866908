import { type FileTable, isOlder } from "./file-table.ts";
import type { Graph } from "./graph.ts";
import { folderOf } from "./stage.ts";
import type { Host } from "./host.ts";
import type { Journal } from "./journal.ts";
import { matchesGlob } from "./pattern.ts";
import type { Glob } from "./rule.ts";

interface Looking {
  readonly host: Host;
  readonly journal: Journal;
  readonly files: FileTable;
  readonly graph: Pick<Graph, "ownerOf" | "isFolder">;
  /** Paths that rules of the present plan make. */
  readonly planned: Iterable<string>;
}

/**
 * The members of a glob: files on disk that plr did not write, outputs of the present plan, and what is in those that
 * are folders. While the folders
 * that were walked look as they did, nothing is walked.
 */
export function lookUpGlob(glob: Glob, { host, journal, files, graph, planned }: Looking): readonly string[] {
  const key = glob.patterns.join("\n");
  const recorded = journal.get("glob", key);
  const holds =
    recorded?.folders.every(([path, tuple]) => (files.stat(path)?.tuple ?? "") === tuple) ?? false;
  const onDisk = recorded && holds ? recorded.files : walk(key, glob.patterns, { host, journal, files });
  const ours = new Map<string, boolean>();
  /** Whether a folder is one that plr has made, or lies in one. */
  const isOurs = (folder: string): boolean => {
    const known =
      ours.get(folder) ??
      (folder !== "" && (journal.get("owner", folder) !== undefined || isOurs(folderOf(folder))));
    ours.set(folder, known);
    return known;
  };
  const isMember = (path: string): boolean =>
    journal.get("owner", path) === undefined &&
    (!isOurs(folderOf(path)) || graph.ownerOf(path) !== undefined);
  const members = new Set(onDisk.filter(isMember));
  for (const path of planned)
    if (matchesGlob(path, glob.patterns) && !graph.isFolder(path)) members.add(path);
  return [...members].sort();
}

function walk(
  key: string,
  patterns: readonly string[],
  { host, journal, files }: Omit<Looking, "planned" | "graph">,
): readonly string[] {
  const before = host.files.clock();
  const found = host.files.glob(patterns);
  const folders = found.folders.map((path) => {
    files.forget(path);
    const stat = files.stat(path);
    // A folder that changed in this very tick may change again unseen, so it is walked again next time.
    const isYoung = stat !== undefined && !isOlder(stat, before);
    return [path, isYoung ? "young" : (stat?.tuple ?? "")] as const;
  });
  journal.put("glob", key, { files: found.files, folders });
  return found.files;
}
