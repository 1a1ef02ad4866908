import { posix } from "node:path";
import type { Hasher } from "../../src/engine/digest.ts";
import { FileError, type Files, type Stat } from "../../src/engine/host.ts";

const ROOT = "/project";
const CLOCK = ".plr-cache/clock";

interface Node {
  readonly inode: number;
  /** Undefined for a folder. */
  bytes: Uint8Array | undefined;
  modified: bigint;
  changed: bigint;
}

/** Files in memory with a clock of their own, whose stamps move in ticks as those of a real file system do. */
export interface MemoryFiles extends Files {
  /** What a person does, at this moment: no operation of the engine. `mtime` is what is set after the edit. */
  readonly edit: (path: string, text: string, mtime?: "kept" | "old") => void;
  readonly delete: (path: string) => void;
  /** What a loss of power may do: from `start` on the file holds zeros, and looks as before. */
  readonly zero: (path: string, start: number) => void;
  readonly text: (path: string) => string | undefined;
  readonly paths: () => readonly string[];
  readonly advance: (ns: bigint) => void;
  /** A second world in the same state. */
  readonly clone: () => MemoryFiles;
  /** Called before each operation of the engine, numbered from 1. */
  onOperation: (count: number, name: keyof Files, path: string) => void;
  /** How many bytes of the next append reach the disk. */
  tear: number | undefined;
}

export interface MemoryOptions {
  readonly hasher: Hasher;
  /** Stamps are multiples of this. */
  readonly tickNs?: bigint;
  /** How long an operation takes. */
  readonly stepNs?: bigint;
}

/** Makes an empty project folder. */
export function createMemoryFiles(options: MemoryOptions): MemoryFiles {
  return filesOf(options, new Map([["", folder(1, 0n)]]), { now: 10n ** 18n, inode: 2 });
}

interface Moment {
  now: bigint;
  inode: number;
}

function filesOf(options: MemoryOptions, nodes: Map<string, Node>, moment: Moment): MemoryFiles {
  const { hasher, tickNs = 1n, stepNs = 1000n } = options;
  let count = 0;
  const stamp = (): bigint => (moment.now / tickNs) * tickNs;
  const keyOf = (path: string): string => {
    const full = posix.resolve(ROOT, path);
    return full === ROOT ? "" : full.startsWith(`${ROOT}/`) ? full.slice(ROOT.length + 1) : full;
  };
  const begin = (name: keyof Files, path: string): string => {
    moment.now += stepNs;
    self.onOperation(++count, name, path);
    return keyOf(path);
  };
  const touchFolder = (key: string): void => {
    const parent = nodes.get(parentOf(key));
    if (parent) parent.modified = parent.changed = stamp();
  };
  const makeFolder = (key: string): void => {
    if (key === "") return;
    const found = nodes.get(key);
    if (found?.bytes) throw new FileError("write", key, "EEXIST");
    if (found) return;
    makeFolder(parentOf(key));
    nodes.set(key, folder(moment.inode++, stamp()));
    touchFolder(key);
  };
  const fileAt = (key: string): Node & { bytes: Uint8Array } => {
    const node = nodes.get(key);
    if (!node) throw new FileError("read", key, "ENOENT");
    if (!node.bytes) throw new FileError("read", key, "EISDIR");
    return node as Node & { bytes: Uint8Array };
  };
  const write = (key: string, given: Uint8Array): void => {
    const bytes = new Uint8Array(given); // a Buffer's slice would share its memory
    const node = nodes.get(key);
    if (node && !node.bytes) throw new FileError("write", key, "EISDIR");
    if (!nodes.has(parentOf(key))) throw new FileError("write", key, "ENOENT");
    if (node) Object.assign(node, { bytes, modified: stamp(), changed: stamp() });
    else {
      nodes.set(key, { inode: moment.inode++, bytes, modified: stamp(), changed: stamp() });
      touchFolder(key);
    }
  };
  const removeAll = (key: string): void => {
    if (!nodes.has(key)) return;
    for (const path of nodes.keys()) if (path === key || path.startsWith(`${key}/`)) nodes.delete(path);
    touchFolder(key);
  };
  const statOf = (key: string): Stat | undefined => {
    const node = nodes.get(key);
    if (!node) return undefined;
    const size = node.bytes?.length ?? 0;
    return {
      kind: node.bytes ? "file" : "folder",
      size,
      tuple: `${size} ${node.modified} ${node.changed} ${node.inode} 1`,
      changedNs: node.modified > node.changed ? node.modified : node.changed,
      device: 1n,
    };
  };
  const replace = (key: string, bytes: Uint8Array): void => {
    makeFolder(parentOf(key));
    nodes.delete(key);
    write(key, bytes);
  };
  const self: MemoryFiles = {
    root: ROOT,
    onOperation: () => {},
    tear: undefined,
    stat: (path) => statOf(begin("stat", path)),
    isLink: (path) => begin("isLink", path) === "never a link",
    hash: (path) => hasher.bytes(fileAt(begin("hash", path)).bytes),
    read: (path) => new Uint8Array(fileAt(begin("read", path)).bytes),
    slice: (path, start, length) =>
      new Uint8Array(fileAt(begin("slice", path)).bytes.slice(start, start + length)),
    append: (path, bytes) => {
      const key = begin("append", path);
      const torn = bytes.subarray(0, self.tear ?? bytes.length);
      write(key, Buffer.concat([nodes.get(key)?.bytes ?? new Uint8Array(), torn]));
      if (self.tear !== undefined) throw new Killed();
    },
    write: (path, bytes) => write(begin("write", path), bytes),
    replace: (path, bytes) => replace(begin("replace", path), bytes),
    truncate: (path, size) => {
      const key = begin("truncate", path);
      write(key, fileAt(key).bytes.slice(0, size));
    },
    rename: (from, to) => {
      const [source, target] = [begin("rename", from), keyOf(to)];
      const moved = [...nodes].filter(([path]) => path === source || path.startsWith(`${source}/`));
      if (moved.length === 0 || !nodes.has(parentOf(target))) throw new FileError("write", to, "ENOENT");
      const [isFolder, present] = [!nodes.get(source)?.bytes, nodes.get(target)];
      if (present && isFolder && present.bytes) throw new FileError("write", to, "ENOTDIR");
      if (present && !isFolder && !present.bytes) throw new FileError("write", to, "EISDIR");
      if (present && isFolder && [...nodes.keys()].some((path) => path.startsWith(`${target}/`)))
        throw new FileError("write", to, "ENOTEMPTY");
      for (const [path] of moved) nodes.delete(path);
      for (const [path, node] of moved) nodes.set(target + path.slice(source.length), node);
      const node = nodes.get(target);
      if (node) node.changed = stamp();
      touchFolder(source);
      touchFolder(target);
    },
    copy: (from, to) => replace(begin("copy", to), fileAt(keyOf(from)).bytes),
    makeFolder: (path) => makeFolder(begin("makeFolder", path)),
    remove: (path) => removeAll(begin("remove", path)),
    removeEmptyFolder: (path) => {
      const key = begin("removeEmptyFolder", path);
      const isEmpty = nodes.has(key) && ![...nodes.keys()].some((other) => other.startsWith(`${key}/`));
      if (isEmpty) removeAll(key);
      return isEmpty;
    },
    isEmpty: (path) => {
      const key = begin("isEmpty", path);
      return nodes.has(key) && ![...nodes.keys()].some((other) => other.startsWith(`${key}/`));
    },
    tree: (path) => {
      const key = begin("tree", path);
      return [...nodes]
        .filter(([other]) => other.startsWith(`${key}/`))
        .map(([other, node]) => ({
          path: other.slice(key.length + 1),
          kind: node.bytes ? ("file" as const) : ("folder" as const),
        }))
        .sort((one, other) => (one.path < other.path ? -1 : 1));
    },
    list: (path) => {
      const key = begin("list", path);
      return [...nodes]
        .filter(([other, node]) => node.bytes && other.startsWith(`${key}/`))
        .map(([other]) => other.slice(key.length + 1));
    },
    realPath: (path) => posix.resolve(ROOT, path),
    setMode: (path) => void begin("setMode", path),
    glob: (patterns) => {
      begin("glob", patterns.join(" "));
      const folders = [...nodes].filter(([, node]) => !node.bytes).map(([path]) => path || ".");
      const bases = patterns.map((pattern) => pattern.replace(/\/?[^/]*[*?{].*$/, "") || ".");
      const files = [...nodes].filter(([, node]) => node.bytes).map(([path]) => path);
      return {
        files: files
          .filter((path) => !path.startsWith(".plr-cache/"))
          .filter((path) => patterns.some((pattern) => posix.matchesGlob(path, pattern)))
          .sort(),
        folders: [...new Set([...folders, ...bases])].filter((path) => !path.startsWith(".plr-cache")),
      };
    },
    clock: () => {
      replace(begin("clock", CLOCK), new Uint8Array(3));
      return { ns: stamp(), device: 1n };
    },
    edit: (path, text, mtime) => {
      makeFolder(parentOf(path));
      const before = nodes.get(path)?.modified;
      write(path, new TextEncoder().encode(text));
      const node = nodes.get(path);
      if (node && mtime === "old") node.modified = 10n ** 17n;
      if (node && mtime === "kept" && before !== undefined) node.modified = before;
    },
    delete: removeAll,
    zero: (path, start) => {
      const node = nodes.get(path);
      if (node?.bytes) node.bytes = new Uint8Array(node.bytes).fill(0, start);
    },
    text: (path) => {
      const bytes = nodes.get(path)?.bytes;
      return bytes && new TextDecoder().decode(bytes);
    },
    paths: () =>
      [...nodes]
        .filter(([path, node]) => node.bytes && !path.startsWith(".plr-cache/"))
        .map(([path]) => path)
        .sort(),
    advance: (ns) => void (moment.now += ns),
    clone: () =>
      filesOf(options, new Map([...nodes].map(([path, node]) => [path, { ...node }])), { ...moment }),
  };
  return self;
}

/** Thrown in place of the operation at which the process is said to die. */
export class Killed extends Error {}

function folder(inode: number, at: bigint): Node {
  return { inode, bytes: undefined, modified: at, changed: at };
}

function parentOf(key: string): string {
  const slash = key.lastIndexOf("/");
  return slash < 0 ? "" : key.slice(0, slash);
}
