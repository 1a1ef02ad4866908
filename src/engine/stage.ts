import { FileError, type Host } from "./host.ts";
import type { Step } from "./steps.ts";

/** Where a step writes: a private folder of its slot, beside the output where that is on another device. */
export interface Stage {
  readonly slot: number;
  readonly scratch: string;
  /** By output name. */
  readonly paths: Readonly<Record<string, string>>;
  /** Folders that hold outputs, each to be looked through for what was not declared. */
  readonly roots: readonly string[];
}

/** The private folders of a build: one for each slot, kept from step to step as long as each leaves it empty. */
export interface Stages {
  /** Makes empty private folders for a step's outputs. */
  readonly open: (step: Step, slot: number) => Stage;
  /** A private path for one output from the store; undefined where the output's folder is on another device. */
  readonly passage: (path: string) => string | undefined;
  /** Leaves nothing of a step behind. */
  readonly close: (stage: Stage) => void;
  /** Removes all of them, at the end of the build. */
  readonly end: () => void;
}

export interface StagesSetting {
  readonly host: Host;
  /** `.plr-cache` from the root. */
  readonly cache: string;
  /** Names this build: an orphan of a killed build must not write into our folders. */
  readonly run: number;
}

export function createStages({ host, cache, run }: StagesSetting): Stages {
  const { files } = host;
  /** Slots whose folders are there and empty. */
  const ready = new Set<number>();
  const places = new Map<string, Place>();
  let passages = 0;
  const folderOfSlot = (slot: number): string => `${cache}/stage/${run}-${slot}`;
  const placeOf = (folder: string): Place => {
    const place = places.get(folder) ?? findPlace(folder, host);
    places.set(folder, place);
    return place;
  };
  return {
    open: (step, slot) => {
      const folder = folderOfSlot(slot);
      const [out, scratch] = [`${folder}/out`, `${folder}/tmp`];
      const outputs = Object.entries(step.outputs);
      const common = commonFolder(outputs.map(([, { path }]) => path));
      const roots = new Set([out]);
      const paths: Record<string, string> = {};
      for (const [name, { path }] of outputs) {
        const { parent, device } = placeOf(folderOf(path));
        if (device === placeOf(cache).device) {
          paths[name] = `${out}/${below(common, path)}`;
          continue;
        }
        const beside = `${parent === "" ? "" : `${parent}/`}.plr-stage-${run}-${slot}`;
        roots.add(beside);
        paths[name] = `${beside}/${below(parent, path)}`;
      }
      const stage: Stage = { slot, scratch, paths, roots: [...roots] };
      for (const root of stage.roots) if (root !== out) files.remove(root);
      if (!ready.delete(slot)) {
        files.remove(folder);
        for (const made of [out, scratch]) files.makeFolder(made);
      }
      const parents = new Set(Object.values(paths).map(folderOf));
      for (const parent of parents) if (parent !== out) files.makeFolder(parent);
      return stage;
    },
    passage: (path) => {
      if (placeOf(folderOf(path)).device !== placeOf(cache).device) return undefined;
      const folder = `${cache}/stage/${run}-stored`;
      if (passages === 0) files.makeFolder(folder);
      return `${folder}/${passages++}`;
    },
    close: ({ slot, scratch, roots }) => {
      const [out = "", ...beside] = roots;
      try {
        for (const root of beside) files.remove(root);
        if (files.isEmpty(out) && files.isEmpty(scratch)) ready.add(slot);
        else files.remove(folderOfSlot(slot));
      } catch (error) {
        if (!(error instanceof FileError)) throw error; // Made anew for the next step.
      }
    },
    end: () => {
      try {
        files.remove(`${cache}/stage`);
      } catch (error) {
        if (!(error instanceof FileError)) throw error; // The next build removes it.
      }
    },
  };
}

/** The nearest folder that is there, and its device. */
interface Place {
  readonly parent: string;
  readonly device: bigint | undefined;
}

function findPlace(folder: string, { files }: Host): Place {
  for (let parent = folder; ; parent = folderOf(parent)) {
    const device = files.stat(parent || ".")?.device;
    if (device !== undefined || parent === "") return { parent, device };
  }
}

/** The nearest folder that holds all paths: below it they lie to each other as they will when they are in place. */
function commonFolder(paths: readonly string[]): string {
  let common = folderOf(paths[0] ?? "");
  for (const path of paths) {
    while (common !== "" && !path.startsWith(`${common}/`)) common = folderOf(common);
  }
  return common;
}

function below(folder: string, path: string): string {
  const rest = folder === "" ? path : path.slice(folder.length + 1);
  return rest.startsWith("/") ? rest.slice(1) : rest;
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
