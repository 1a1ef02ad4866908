import type { Host } from "./host.ts";
import type { Step } from "./steps.ts";

/** Where a step writes: a private folder of its slot, beside the output where that is on another device. */
export interface Stage {
  readonly folder: string;
  readonly scratch: string;
  /** By output name. */
  readonly paths: Readonly<Record<string, string>>;
  /** Folders that hold outputs, each to be looked through for what was not declared. */
  readonly roots: readonly string[];
}

export interface StageSetting {
  readonly host: Host;
  /** `.plr-cache` from the root. */
  readonly cache: string;
  /** Names this build and slot: an orphan of a killed build must not write into our folder. */
  readonly name: string;
}

/** Makes empty private folders for a step's outputs. */
export function openStage(step: Step, { host, cache, name }: StageSetting): Stage {
  const { files } = host;
  const folder = `${cache}/stage/${name}`;
  const device = files.stat(cache)?.device;
  const roots = new Set([`${folder}/out`]);
  const paths: Record<string, string> = {};
  for (const [key, { path }] of Object.entries(step.outputs)) {
    const parent = existingFolder(path, host);
    if (files.stat(parent || ".")?.device === device) {
      paths[key] = `${folder}/out/${path}`;
      continue;
    }
    const beside = `${parent === "" ? "" : `${parent}/`}.plr-stage-${name}`;
    roots.add(beside);
    paths[key] = `${beside}/${parent === "" ? path : path.slice(parent.length + 1)}`;
  }
  const stage: Stage = { folder, scratch: `${folder}/tmp`, paths, roots: [...roots] };
  closeStage(stage, host);
  files.makeFolder(stage.scratch);
  for (const path of Object.values(paths)) files.makeFolder(folderOf(path));
  return stage;
}

export function closeStage(stage: Stage, { files }: Host): void {
  for (const folder of [stage.folder, ...stage.roots]) files.remove(folder);
}

function existingFolder(path: string, { files }: Host): string {
  let folder = folderOf(path);
  while (folder !== "" && !files.stat(folder)) folder = folderOf(folder);
  return folder;
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
