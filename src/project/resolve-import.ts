import { isBuiltin } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type FileProbe,
  type PackageJson,
  packageReader,
  type PackageReader,
  type PackageVersion,
} from "./installed-package.ts";
import type { Import } from "./module-imports.ts";
import { packageTarget } from "./package-exports.ts";

/** Where an import leads. `files` are those that were read to find out. */
export type Resolved =
  /** A file that is not under node_modules, by its real path; for an asset it may be absent. */
  | { readonly kind: "local"; readonly path: string; readonly files: readonly string[] }
  | { readonly kind: "package"; readonly version: PackageVersion; readonly files: readonly string[] }
  | { readonly kind: "builtin" }
  /** The bare `plr`. */
  | { readonly kind: "engine" }
  /** Nothing whose content can count: a folder, or a URL of another scheme. */
  | { readonly kind: "outside" }
  | { readonly kind: "missing"; readonly message: string };

export type ImportResolver = (wanted: Pick<Import, "specifier" | "kind">, fromFolder: string) => Resolved;

interface World {
  readonly probe: FileProbe;
  readonly packages: PackageReader;
}

interface Search {
  readonly specifier: string;
  readonly kind: Import["kind"];
  readonly from: string;
}

const ESM = new Set(["node", "import", "module-sync", "node-addons"]);
const COMMON_JS = new Set(["node", "require", "module-sync", "node-addons"]);
/** What `require` tries after a path as it stands. */
const ENDINGS = [".js", ".json", ".node", "/index.js", "/index.json"];
const SCHEME = /^[a-z][a-z\d+.-]+:/i;
const NAME = /^(?:@[^/\\%]+\/)?[^./\\%@][^/\\%]*/;

/**
 * Resolves as Node does, with one difference: the bare `plr` is the engine itself, wherever it is installed.
 * The answer depends on the importing file's folder only; package.json files are read once.
 */
export function importResolver(probe: FileProbe): ImportResolver {
  const world: World = { probe, packages: packageReader(probe) };
  return ({ specifier, kind }, fromFolder) => find({ specifier, kind, from: fromFolder }, world);
}

function find(search: Search, world: World): Resolved {
  const { specifier } = search;
  if (specifier === "plr") return { kind: "engine" };
  if (isBuiltin(specifier)) return { kind: "builtin" };
  if (specifier.startsWith("#")) return findAlias(search, world);
  const isPath = /^\.{0,2}\//.test(specifier) || specifier === "." || specifier === "..";
  if (!isPath && !specifier.startsWith("file:"))
    return SCHEME.test(specifier) ? { kind: "outside" } : findPackage(search, world);
  const path = pathOf(search);
  return path === undefined ? missing(`"${specifier}" is not a path`) : findFile(path, search, world);
}

function findFile(path: string, { kind, specifier }: Search, { probe }: World): Resolved {
  const candidates = kind === "require" ? [path, ...ENDINGS.map((ending) => path + ending)] : [path];
  for (const candidate of candidates) {
    const real = probe.realpath(candidate);
    if (real !== undefined && probe.exists(real)) return { kind: "local", path: real, files: [] };
  }
  if (kind !== "asset") return missing(`there is no file "${specifier}"`);
  return probe.realpath(path) === undefined ? { kind: "local", path, files: [] } : { kind: "outside" };
}

/** `#name`, from the `imports` of the package that the module belongs to. */
function findAlias(search: Search, world: World): Resolved {
  const { specifier, kind, from } = search;
  const scope = world.packages.above(from);
  const found = scope && packageTarget(scope.imports, specifier, conditionsOf(kind));
  if (scope === undefined || found === undefined)
    return missing(`no package.json above offers "${specifier}"`);
  return readFrom(scope, find({ specifier: found, kind, from: scope.folder }, world));
}

function findPackage(search: Search, world: World): Resolved {
  const { specifier, kind, from } = search;
  const name = NAME.exec(specifier)?.[0];
  if (name === undefined) return missing(`"${specifier}" is not the name of a package`);
  const scope = world.packages.above(from);
  const itself = scope?.name === name && hasExports(scope);
  const found = itself ? scope : world.packages.installed(name, from);
  if (found !== undefined)
    return found.folder.includes("/node_modules/")
      ? versionOf(found, name, world)
      : findLinked(found, search, world);
  // What may be done without, in a try block, is not there now and counts as that.
  if (kind === "dynamic" || kind === "require")
    return { kind: "package", version: { name, version: "absent", integrity: undefined }, files: [] };
  return missing(`the package "${name}" is not installed`);
}

function versionOf(found: PackageJson, name: string, { packages }: World): Resolved {
  const recorded = packages.integrity(found);
  return {
    kind: "package",
    version: { name, version: found.version, integrity: recorded?.hash },
    files: recorded === undefined ? [found.file] : [found.file, recorded.lock],
  };
}

/** A workspace, a linked package, or the project's own subpath: followed as far as its package.json offers it. */
function findLinked(found: PackageJson, search: Search, world: World): Resolved {
  const subpath = `.${search.specifier.slice(NAME.exec(search.specifier)?.[0].length)}`;
  const target = linkedTarget(found, subpath, search.kind);
  if (target === undefined) return missing(`the package "${found.name}" does not export "${subpath}"`);
  return readFrom(found, findFile(resolve(found.folder, target), search, world));
}

function readFrom({ file }: PackageJson, resolved: Resolved): Resolved {
  return "files" in resolved ? { ...resolved, files: [file, ...resolved.files] } : resolved;
}

function missing(message: string): Resolved {
  return { kind: "missing", message };
}

function hasExports({ exports }: PackageJson): boolean {
  return exports !== undefined && exports !== null;
}

function linkedTarget(found: PackageJson, subpath: string, kind: Import["kind"]): string | undefined {
  if (hasExports(found)) return packageTarget(found.exports, subpath, conditionsOf(kind));
  return subpath === "." ? (found.main ?? "index.js") : subpath;
}

function conditionsOf(kind: Import["kind"]): ReadonlySet<string> {
  return kind === "require" ? COMMON_JS : ESM;
}

/** Specifiers are URLs: they may have queries and escapes. */
function pathOf({ specifier, from }: Search): string | undefined {
  const isUrl = specifier.startsWith("file:");
  if (!isUrl && !/[%?#]/.test(specifier)) return resolve(from, specifier);
  try {
    return fileURLToPath(new URL(specifier, pathToFileURL(`${from}/`)));
  } catch {
    return undefined;
  }
}
