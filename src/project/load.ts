import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { failed, ok, type Result } from "../engine/failure.ts";
import type { Project } from "../engine/project.ts";
import { errorPlace } from "./error-place.ts";

/** Names of the file that declares a project, in the order in which they are looked for. */
export const PLRFILES: readonly string[] = ["plrfile.ts", "plrfile.js", "plrfile.mjs"];

/** The nearest plrfile at or above a folder. */
export function findPlrfile(from: string): Result<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    const name = PLRFILES.find((one) => existsSync(join(folder, one)));
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
    return failed({ reason: "plrfile-failed", ...errorPlace(error, plrfile), message: messageOf(error) });
  }
  const project = loaded.default as Partial<Project> | undefined;
  if (project?.kind !== "project")
    return failed({ reason: "not-a-project", file: relative(process.cwd(), plrfile) });
  return ok(project as Project);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
