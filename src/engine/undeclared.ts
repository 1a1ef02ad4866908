import type { Host } from "./host.ts";
import { isKind } from "./graph.ts";
import type { Stage } from "./stage.ts";
import type { Step } from "./steps.ts";
import type { Walk } from "./walk.ts";

/** What was done with a file or, `listed`, with a folder. The path is absolute, with links followed. */
export interface FileUse {
  readonly path: string;
  readonly use: "read" | "listed" | "written" | "removed";
}

export interface Declared {
  readonly host: Host;
  readonly walk: Walk;
  readonly stage: Stage;
  /** What the step said it discovered, and where its code lies. */
  readonly files: readonly string[];
  readonly code: readonly string[];
}

/**
 * Those uses of files that a step does not declare: reads of what is no input and no code of it, and writes anywhere
 * but in its private folders. Paths in the project are relative to its root and come first.
 */
export function undeclaredUses(
  uses: readonly FileUse[],
  step: Step,
  { host, walk, stage, files, code }: Declared,
): readonly FileUse[] {
  const { root, realPath } = host.files;
  const real = (path: string): string => absolute(realPath(path), root);
  const own = [...stage.roots, stage.scratch].map(real);
  const readable = new Set([...walk.readsOf(step), ...files].map(real));
  const listable = new Set([...readable, ...foldersOf(code).map(real), ...globFolders(step, host).map(real)]);
  const undeclared = uses.filter(({ path, use }) => {
    if (own.some((folder) => path === folder || path.startsWith(`${folder}/`))) return false;
    if (use === "read") return !readable.has(path);
    return use === "listed" ? !listable.has(path) : true;
  });
  // A folder that was made for a file is told by the file.
  const written = undeclared.flatMap(({ path, use }) => (use === "written" ? [path] : []));
  const told = undeclared.filter(
    ({ path, use }) => use !== "written" || !written.some((other) => other.startsWith(`${path}/`)),
  );
  const shown = told.map(({ path, use }) => ({ path: relativeTo(root, path), use }));
  return shown.sort((a, b) => order(a.path.startsWith("/"), b.path.startsWith("/")) || order(a.path, b.path));
}

/** The folders that the step's patterns are looked up in. */
function globFolders({ inputs }: Step, { files }: Host): readonly string[] {
  return Object.values(inputs).flatMap((input) =>
    isKind(input, "glob") ? files.glob(input.patterns).folders : [],
  );
}

function foldersOf(paths: readonly string[]): readonly string[] {
  return paths.map((path) => path.slice(0, Math.max(0, path.lastIndexOf("/"))) || ".");
}

function absolute(path: string, root: string): string {
  if (path.startsWith("/")) return path;
  return path === "." || path === "" ? root : `${root}/${path}`;
}

function relativeTo(root: string, path: string): string {
  if (path === root) return ".";
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

function order<T extends string | boolean>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
