import * as fs from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, relative } from "node:path";
import type { Digest } from "../engine/digest.ts";
import { FileError, type Files, type Stat } from "../engine/host.ts";
import type { ByteHash } from "./hash.ts";

const CHUNK = 256 * 1024;

/** The engine's files, on Node. `cache` is where the clock's probe file lives. */
export function createFiles(root: string, cache: string, byteHash: ByteHash): Files {
  /** Not `join` where nothing is to be simplified: it takes as long as the system takes for the call. */
  const at = (path: string): string =>
    isAbsolute(path) ? path : path.includes("..") ? join(root, path) : `${root}/${path}`;
  const append = createAppender();
  const buffer = Buffer.allocUnsafe(CHUNK);
  const attempt = <T>(operation: "read" | "write", path: string, action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw asFileError(error, operation, path);
    }
  };
  const reading = <T>(path: string, action: () => T): T => attempt("read", path, action);
  const writing = <T>(path: string, action: () => T): T => attempt("write", path, action);
  return {
    root,
    stat: (path) => reading(path, () => statOf(at(path))),
    isLink: (path) =>
      reading(path, () => fs.lstatSync(at(path), { throwIfNoEntry: false })?.isSymbolicLink() ?? false),
    hash: (path) => reading(path, () => hashFile(at(path), buffer, byteHash)),
    read: (path) => reading(path, () => fs.readFileSync(at(path))),
    slice: (path, start, length) => reading(path, () => readSlice(at(path), start, length)),
    append: (path, bytes) => writing(path, () => append(at(path), bytes)),
    write: (path, bytes) => writing(path, () => fs.writeFileSync(at(path), bytes)),
    replace: (path, bytes) =>
      writing(path, () => {
        const beside = `${at(path)}.${process.pid}.new`;
        fs.mkdirSync(dirname(beside), { recursive: true });
        fs.writeFileSync(beside, bytes);
        fs.renameSync(beside, at(path));
      }),
    truncate: (path, size) => writing(path, () => fs.truncateSync(at(path), size)),
    rename: (from, to) => writing(to, () => move(at(from), at(to))),
    copy: (from, to) => writing(to, () => fs.copyFileSync(at(from), at(to), fs.constants.COPYFILE_FICLONE)),
    makeFolder: (path) => writing(path, () => void fs.mkdirSync(at(path), { recursive: true })),
    remove: (path) => writing(path, () => fs.rmSync(at(path), { recursive: true, force: true })),
    removeEmptyFolder: (path) => {
      try {
        fs.rmdirSync(at(path));
        return true;
      } catch {
        return false;
      }
    },
    isEmpty: (path) => reading(path, () => fs.readdirSync(at(path)).length === 0),
    tree: (path) => reading(path, () => listTree(at(path)).sort(byPath)),
    list: (path) => reading(path, () => listFiles(at(path))),
    realPath: (path) => realPath(at(path)),
    setMode: (path, mode) => writing(path, () => fs.chmodSync(at(path), mode)),
    glob: (patterns) => reading(patterns.join(", "), () => walkGlob(root, patterns)),
    clock: () => readClock(join(root, cache)),
  };
}

function statOf(path: string): Stat | undefined {
  const found = fs.statSync(path, { bigint: true, throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return {
    kind: found.isFile() ? "file" : found.isDirectory() ? "folder" : "other",
    size: Number(found.size),
    tuple: `${found.size} ${found.mtimeNs} ${found.ctimeNs} ${found.ino} ${found.dev}`,
    changedNs: found.mtimeNs > found.ctimeNs ? found.mtimeNs : found.ctimeNs,
    device: found.dev,
  };
}

function hashFile(path: string, buffer: Buffer, byteHash: ByteHash): Digest {
  const file = fs.openSync(path, "r");
  try {
    let hash: ReturnType<ByteHash["start"]> | undefined;
    for (;;) {
      const got = fs.readSync(file, buffer, 0, CHUNK, null);
      // Most files fit into one piece, and a shorter piece is the last one.
      if (got < CHUNK && hash === undefined) return byteHash.bytes(buffer.subarray(0, got));
      hash ??= byteHash.start();
      hash.add(buffer.subarray(0, got));
      if (got < CHUNK) return hash.digest();
    }
  } finally {
    fs.closeSync(file);
  }
}

function readSlice(path: string, start: number, length: number): Buffer {
  const file = fs.openSync(path, "r");
  try {
    const bytes = Buffer.allocUnsafe(length);
    return bytes.subarray(0, fs.readSync(file, bytes, 0, length, start));
  } finally {
    fs.closeSync(file);
  }
}

/** Renames; where that would cross a mount, copies beside the target and renames there, so that it stays atomic. */
function move(from: string, to: string): void {
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    // Not the target's name with more behind it: that could be longer than names may be.
    const beside = join(dirname(to), `.plr-${process.pid}.new`);
    try {
      fs.cpSync(from, beside, { recursive: true, preserveTimestamps: true });
      fs.renameSync(beside, to);
    } catch (failure) {
      fs.rmSync(beside, { recursive: true, force: true });
      throw failure;
    }
    fs.rmSync(from, { recursive: true, force: true });
  }
}

/** Appends to one file after the other, which stays open until another one comes: the journal, step by step. */
function createAppender(): (path: string, bytes: Uint8Array) => void {
  let open: { readonly path: string; readonly file: number } | undefined;
  return (path, bytes) => {
    if (open?.path !== path || !isAt(path, open.file)) {
      if (open) fs.closeSync(open.file);
      open = undefined;
      open = { path, file: fs.openSync(path, "a") };
    }
    let done = 0;
    while (done < bytes.length) done += fs.writeSync(open.file, bytes, done);
  };
}

/** Whether an open file still is the one at its path: somebody may have removed or replaced it. */
function isAt(path: string, file: number): boolean {
  const found = fs.statSync(path, { throwIfNoEntry: false });
  const own = fs.fstatSync(file);
  return found?.ino === own.ino && found.dev === own.dev;
}

function listFiles(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [entry.name];
    return listFiles(join(folder, entry.name)).map((path) => `${entry.name}/${path}`);
  });
}

type TreeEntry = ReturnType<Files["tree"]>[number];

function listTree(folder: string): TreeEntry[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry): TreeEntry[] => {
    const path = entry.name;
    if (entry.isDirectory()) {
      const below = listTree(join(folder, path));
      return [{ path, kind: "folder" }, ...below.map((one) => ({ ...one, path: `${path}/${one.path}` }))];
    }
    return [{ path, kind: entry.isFile() ? "file" : entry.isSymbolicLink() ? "link" : "other" }];
  });
}

function byPath(one: TreeEntry, other: TreeEntry): number {
  return one.path < other.path ? -1 : 1;
}

/** The real path of what exists of a path, with the rest as it is. */
function realPath(path: string): string {
  try {
    return fs.realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), path.slice(parent.length));
  }
}

function walkGlob(
  root: string,
  patterns: readonly string[],
): { files: readonly string[]; folders: readonly string[] } {
  const glob = createRequire(import.meta.url)("fast-glob") as typeof import("fast-glob");
  const folders = new Set<string>();
  const readdirSync = ((folder: string, options: { withFileTypes: true }) => {
    folders.add(relative(root, folder) || ".");
    const found = fs.readdirSync(folder, options);
    return found.filter((entry) => !entry.isSymbolicLink() || !leadsBack(join(folder, entry.name), root));
  }) as unknown as typeof fs.readdirSync;
  const ignore = ["**/node_modules/**", "**/.git/**", ".plr-cache/**"];
  // Patterns without a wildcard are looked up, not walked: their folders tell of members that come and go.
  for (const { base, dynamic, positive } of glob.generateTasks([...patterns])) {
    folders.add(base);
    for (const path of dynamic ? [] : positive) folders.add(dirname(path));
  }
  const files = glob.sync([...patterns], {
    cwd: root,
    dot: false,
    ignore,
    fs: { readdirSync },
    unique: true,
  });
  return { files: files.sort(), folders: [...folders].sort() };
}

/** Whether a link leads to a folder that lies on the way to it: what is below it has been walked already. */
function leadsBack(link: string, root: string): boolean {
  const target = realPath(link);
  for (let folder = dirname(link); ; folder = dirname(folder)) {
    if (realPath(folder) === target) return true;
    if (folder === root || folder === dirname(folder)) return false;
  }
}

function readClock(cache: string): { ns: bigint; device: bigint } | undefined {
  try {
    fs.mkdirSync(cache, { recursive: true });
    // Written over, not truncated: what is written to a truncated file some file systems bring to the disk at once.
    const file = fs.openSync(join(cache, "clock"), fs.constants.O_CREAT | fs.constants.O_WRONLY);
    try {
      fs.writeSync(file, "plr", 0);
      const { mtimeNs, dev } = fs.fstatSync(file, { bigint: true });
      return { ns: mtimeNs, device: dev };
    } finally {
      fs.closeSync(file);
    }
  } catch {
    return undefined;
  }
}

function asFileError(error: unknown, operation: "read" | "write", path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" && /^E[A-Z]/.test(code) ? new FileError(operation, path, code) : error;
}
