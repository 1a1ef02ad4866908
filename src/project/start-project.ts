import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { failed, ok, type Result } from "../engine/failure.ts";
import { PLRFILES } from "./load.ts";
import { STARTER, STARTER_IGNORES } from "./starter.ts";

/** What a new project found and got. Paths are from its root. */
export interface Started {
  readonly written: readonly string[];
  /** Files that were there and stay as they are. */
  readonly left: readonly string[];
  /** Lines that .gitignore lacked. */
  readonly ignored: readonly string[];
  /** Whether the project's package.json says that its `.js` files are modules. */
  readonly isModule: boolean;
  /** Whether `import "plr"` finds a package here. */
  readonly isInstalled: boolean;
}

/**
 * Writes a starter project into a folder, beside what is there: no file is overwritten.
 *
 * Fails with `plrfile-there` where the folder has a plrfile, `not-writable` where it cannot be written.
 */
export function startProject(folder: string): Result<Started> {
  const there = PLRFILES.find((name) => existsSync(join(folder, name)));
  if (there !== undefined) return failed({ reason: "plrfile-there", file: there });
  const written: string[] = [];
  const left: string[] = [];
  let now = "";
  try {
    for (const [path, text] of Object.entries(STARTER)) {
      now = path;
      const isThere = existsSync(join(folder, path));
      if (!isThere) writeWithFolders(join(folder, path), text);
      (isThere ? left : written).push(path);
    }
    now = ".gitignore";
    const ignored = addLines(join(folder, now), STARTER_IGNORES);
    const isModule = /"type"\s*:\s*"module"/.test(readFileSync(join(folder, "package.json"), "utf8"));
    return ok({ written, left, ignored, isModule, isInstalled: isInstalled(folder) });
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    return failed({ reason: "not-writable", path: now, code });
  }
}

function writeWithFolders(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: "wx" });
}

/** Adds the lines that a file lacks; gives them. */
function addLines(path: string, lines: readonly string[]): readonly string[] {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const known = new Set(text.split(/\r?\n/).map((line) => line.trim().replace(/^\/|\/$/g, "")));
  const lacking = lines.filter((line) => !known.has(line.replace(/\/$/, "")));
  const gap = text === "" || text.endsWith("\n") ? "" : "\n";
  if (lacking.length > 0) appendFileSync(path, `${gap}${lacking.join("\n")}\n`);
  return lacking;
}

function isInstalled(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, "node_modules/plr/package.json"))) return true;
    if (at === dirname(at)) return false;
  }
}
