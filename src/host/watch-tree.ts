import * as fs from "node:fs";
import { join } from "node:path";

/** Watches files; what it may cost is bounded by what the system allows. */
export interface TreeWatch {
  /** Whether the system had no watches left, so that all files are looked at again and again. */
  readonly polls: () => boolean;
  readonly close: () => void;
}

export interface TreeWatchOptions {
  /** Folders by their paths from the root that are not looked into. */
  readonly isIgnored: (folder: string) => boolean;
  /** Is given each file that came, went or changed, from the root. */
  readonly onChange: (path: string) => void;
  /** How the system is asked to watch one folder. */
  readonly watch?: typeof fs.watch;
  readonly pollMs?: number;
}

/** A walk may take this share of the time at most. */
const POLL_SHARE = 10;
const POLL_MS = 1000;

/**
 * Watches all files below a folder: by a watch for each folder, and where the system refuses one (it has a limit for
 * each user), by looking at all files every second, or less often where that takes long. Links are not followed.
 */
export function watchTree(root: string, options: TreeWatchOptions): TreeWatch {
  const { isIgnored, onChange, watch = fs.watch, pollMs = POLL_MS } = options;
  const watchers = new Map<string, fs.FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const unwatch = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  /** Gives the files that are below a folder once it is watched. */
  const watchBelow = (folder: string): string[] => {
    if (closed || timer || watchers.has(folder)) return [];
    try {
      const watcher = watch(join(root, folder), (_, name) => {
        if (name !== null) onEvent(folder === "" ? name : `${folder}/${name}`);
      });
      watcher.on("error", () => unwatch(folder));
      watchers.set(folder, watcher);
    } catch (error) {
      if (!isLimit(error)) return [];
      startPolling();
      return [...snapshot(root, { isIgnored, from: folder }).keys()];
    }
    const { files, folders } = entriesOf(root, folder);
    return [...files, ...folders.filter((one) => !isIgnored(one)).flatMap(watchBelow)];
  };
  const onEvent = (path: string): void => {
    if (closed || isIgnored(path)) return;
    const stat = fs.lstatSync(join(root, path), { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      // A folder that came may hold files already.
      for (const file of watchBelow(path)) onChange(file);
      return;
    }
    if (!stat) unwatch(path);
    onChange(path);
  };
  const startPolling = (): void => {
    for (const folder of watchers.keys()) unwatch(folder);
    let before = snapshot(root, { isIgnored, from: "" });
    const look = (): void => {
      const startedAt = performance.now();
      const now = snapshot(root, { isIgnored, from: "" });
      for (const [path, stamp] of now) if (before.get(path) !== stamp) onChange(path);
      for (const path of before.keys()) if (!now.has(path)) onChange(path);
      before = now;
      if (!closed) timer = setTimeout(look, Math.max(pollMs, POLL_SHARE * (performance.now() - startedAt)));
    };
    timer = setTimeout(look, pollMs);
  };

  watchBelow("");
  return {
    polls: () => timer !== undefined,
    close: () => {
      closed = true;
      clearTimeout(timer);
      for (const folder of watchers.keys()) unwatch(folder);
    },
  };
}

/** `ENOSPC` is the system's word for a user who has all the watches that one may have. */
function isLimit(error: unknown): boolean {
  return ["ENOSPC", "EMFILE", "ENFILE"].includes((error as NodeJS.ErrnoException).code ?? "");
}

function entriesOf(root: string, folder: string): { files: string[]; folders: string[] } {
  const files: string[] = [];
  const folders: string[] = [];
  try {
    for (const entry of fs.readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      (entry.isDirectory() ? folders : files).push(path);
    }
  } catch {
    // It went meanwhile.
  }
  return { files, folders };
}

interface Looked extends Pick<TreeWatchOptions, "isIgnored"> {
  readonly from: string;
}

/** The files below a folder, by what tells that one has changed. */
function snapshot(root: string, { isIgnored, from }: Looked): ReadonlyMap<string, string> {
  const stamps = new Map<string, string>();
  const stack = [from];
  for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
    const { files, folders } = entriesOf(root, folder);
    stack.push(...folders.filter((one) => !isIgnored(one)));
    for (const path of files) {
      const stat = fs.statSync(join(root, path), { bigint: true, throwIfNoEntry: false });
      if (stat) stamps.set(path, `${stat.size} ${stat.mtimeNs} ${stat.ctimeNs} ${stat.ino}`);
    }
  }
  return stamps;
}
