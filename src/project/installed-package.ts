import { dirname, join } from "node:path";

/** The file system, as far as code is looked up in it. Paths are absolute; what is asked of it can be traced. */
export interface FileProbe {
  /** The path with links followed; undefined where nothing is. */
  readonly realpath: (path: string) => string | undefined;
  /** Whether a regular file is there, links followed. */
  readonly exists: (path: string) => boolean;
  /** Undefined where no file is. */
  readonly readText: (path: string) => string | undefined;
}

/** What of a package.json matters to those who import the package. */
export interface PackageJson {
  /** The real path of the package.json. */
  readonly file: string;
  readonly folder: string;
  readonly name: string;
  /** Empty where the package declares none. */
  readonly version: string;
  readonly main: string | undefined;
  readonly exports: unknown;
  readonly imports: unknown;
}

/** An installed package: the same name, version and integrity stand for the same code. */
export interface PackageVersion {
  readonly name: string;
  /** `"absent"` for a package that a dynamic import asks for and that is not installed. */
  readonly version: string;
  /** The lock's hash of the archive, where npm recorded one. */
  readonly integrity: string | undefined;
}

export interface PackageReader {
  /** The package.json of a folder; undefined where there is none, or none that can be parsed. */
  readonly inFolder: (folder: string) => PackageJson | undefined;
  /** The nearest package.json in the folder or above it. */
  readonly above: (folder: string) => PackageJson | undefined;
  /** `node_modules/NAME` in the folder or above it, links followed. */
  readonly installed: (name: string, folder: string) => PackageJson | undefined;
  /** The hash that npm recorded when it installed the package. */
  readonly integrity: (found: PackageJson) => { readonly lock: string; readonly hash: string } | undefined;
}

/** Reads each package.json and lock once. */
export function packageReader(probe: FileProbe): PackageReader {
  const folders = new Map<string, PackageJson | undefined>();
  const locks = new Map<string, string | undefined>();

  const inFolder = (folder: string): PackageJson | undefined => {
    if (!folders.has(folder)) folders.set(folder, readPackage(folder, probe));
    return folders.get(folder);
  };
  const above = (folder: string): PackageJson | undefined => firstAbove(folder, inFolder);
  const installed = (name: string, folder: string): PackageJson | undefined =>
    firstAbove(folder, (at) =>
      at.endsWith("/node_modules") ? undefined : inFolder(join(at, "node_modules", name)),
    );
  const integrity: PackageReader["integrity"] = ({ folder }) => {
    const at = folder.indexOf("/node_modules/");
    const lock = `${folder.slice(0, at)}/node_modules/.package-lock.json`;
    if (!locks.has(lock)) locks.set(lock, probe.readText(lock));
    const hash = integrityIn(locks.get(lock) ?? "", folder.slice(at + 1));
    return hash === undefined ? undefined : { lock, hash };
  };
  return { inFolder, above, installed, integrity };
}

function firstAbove<T>(folder: string, look: (folder: string) => T | undefined): T | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = look(at);
    if (found !== undefined || at === dirname(at)) return found;
  }
}

function readPackage(folder: string, probe: FileProbe): PackageJson | undefined {
  const file = probe.realpath(join(folder, "package.json"));
  const text = file === undefined ? undefined : probe.readText(file);
  if (file === undefined || text === undefined) return undefined;
  const parsed = parseObject(text);
  if (parsed === undefined) return undefined;
  const { name, version, main, exports, imports } = parsed;
  return {
    file,
    folder: dirname(file),
    name: typeof name === "string" ? name : "",
    version: typeof version === "string" ? version : "",
    main: typeof main === "string" ? main : undefined,
    exports,
    imports,
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A lock of many packages is long: searched, not parsed. */
function integrityIn(lock: string, key: string): string | undefined {
  const start = lock.indexOf(`${JSON.stringify(key)}: {`);
  if (start === -1) return undefined;
  const next = /"(?:[^"\n]*\/)?node_modules\/[^"\n]*": \{/g;
  next.lastIndex = start + key.length + 2;
  const entry = lock.slice(start, next.exec(lock)?.index);
  return /"integrity": "([^"]+)"/.exec(entry)?.[1];
}
