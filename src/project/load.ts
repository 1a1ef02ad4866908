import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { failed, ok, type Result } from "../engine/failure.ts";
import type { Project } from "../engine/project.ts";

const NAMES = ["plrfile.ts", "plrfile.js", "plrfile.mjs"];

/** The nearest plrfile at or above a folder. */
export function findPlrfile(from: string): Result<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    const name = NAMES.find((one) => existsSync(join(folder, one)));
    if (name) return ok(join(folder, name));
    if (dirname(folder) === folder) return failed({ reason: "no-plrfile", from });
  }
}

/** Evaluates a plrfile. The working directory must be its folder. */
export async function loadProject(plrfile: string): Promise<Result<Project>> {
  let loaded: { readonly default?: unknown };
  try {
    loaded = (await import(pathToFileURL(plrfile).href)) as { readonly default?: unknown };
  } catch (error) {
    return failed({ reason: "plrfile-failed", ...placeOf(error, plrfile), message: messageOf(error) });
  }
  const project = loaded.default as Partial<Project> | undefined;
  if (project?.kind !== "project")
    return failed({ reason: "not-a-project", file: relative(process.cwd(), plrfile) });
  return ok(project as Project);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The nearest place in the project that an error names, with the source line shown. */
function placeOf(error: unknown, plrfile: string): { file: string; frame: string } {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const root = dirname(plrfile);
  for (const [, url, line, column] of stack.matchAll(/(file:\/\/[^\s)]+?):(\d+)(?::(\d+))?(?=[\s)]|$)/g)) {
    const path = fileURLToPath(url ?? "");
    if (!path.startsWith(`${root}/`) || path.includes("/node_modules/") || !existsSync(path)) continue;
    const source = readFileSync(path, "utf8").split("\n")[Number(line) - 1] ?? "";
    const at = [relative(root, path), line, ...(column ? [column] : [])].join(":");
    return { file: at, frame: `${line} | ${source}` };
  }
  return { file: relative(root, plrfile), frame: "" };
}
