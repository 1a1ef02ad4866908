import { existsSync, realpathSync } from "node:fs";
import { getCompileCacheDir } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FileUse } from "../engine/undeclared.ts";
import type { Uses } from "./file-uses.ts";

/** Where the system and what is installed with it lie, and what is no file of a disk. */
const SYSTEM = /^\/(?:usr|bin|sbin|lib\w*|etc|proc|sys|dev|run|var\/lib|var\/cache|nix|gnu|snap)(?:\/|$)/;
/** Folders of programs in an installation. */
const PROGRAMS = /\/(?:bin|sbin|libexec|shims|condabin)\/[^/]+$/;
/** What Python keeps of a module beside it. */
const BYTECODE = /\/__pycache__(?:\/|$)/;
/** Node itself reads those above a module, to load it. */
const OF_MODULES = /\/package\.json$/;
const PACKAGE = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)(?:\/|$)/;

export interface Installed {
  readonly root: string;
  /** Whether the step's code counts the versions of the packages that it imports. */
  readonly countsPackages: boolean;
}

/**
 * Uses of files without those of the system, of the installations of the programs that were started, and of plr
 * itself. What is left of a package under `node_modules` is told as the package.
 */
export function withoutInstalled(
  { files, programs }: Uses,
  { root, countsPackages }: Installed,
): readonly FileUse[] {
  const folders = [...installations(programs, root), ...ownFolders()];
  const isInstalled = (path: string): boolean =>
    SYSTEM.test(path) ||
    BYTECODE.test(path) ||
    (countsPackages && (PACKAGE.test(path) || OF_MODULES.test(path))) ||
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
  const told = new Map<string, FileUse>();
  for (const { path, use } of files) {
    if (isInstalled(path)) continue;
    const shown = use === "read" || use === "listed" ? (PACKAGE.exec(path)?.[1] ?? path) : path;
    told.set(`${use} ${shown}`, { path: shown, use });
  }
  return [...told.values()];
}

/** The folders above `bin/program`, by the name it was started by and by its real one. */
function installations(programs: readonly string[], root: string): readonly string[] {
  const found = new Set<string>();
  for (const program of programs.flatMap((path) => [path, realOf(path)])) {
    const folder = PROGRAMS.test(program) ? dirname(dirname(program)) : undefined;
    const modules = /^.*\/node_modules(?=\/)/.exec(program)?.[0];
    if (modules !== undefined) found.add(modules);
    else if (folder !== undefined && isInstallation(folder, root)) found.add(realOf(folder));
  }
  return [...found];
}

/** Outside of the project any; in it an environment of Python's, as a script of the project may lie in a `bin` too. */
function isInstallation(folder: string, root: string): boolean {
  if ([root, homedir()].some((one) => one === folder || one.startsWith(`${folder.replace(/\/$/, "")}/`)))
    return false;
  return !folder.startsWith(`${root}/`) || existsSync(join(folder, "pyvenv.cfg"));
}

/** The parts of plr that every worker process and every task loads. */
const OWN = ["dist", "src/engine", "src/host", "src/project", "src/index.ts", "package.json"];

/** plr itself, be it bundled or not, and code that Node keeps compiled. */
function ownFolders(): readonly string[] {
  const plr = fileURLToPath(new URL("../..", import.meta.url));
  const own = OWN.map((part) => join(plr, part));
  const compiled = getCompileCacheDir();
  return compiled === undefined ? own : [...own, dirname(compiled)];
}

function realOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
