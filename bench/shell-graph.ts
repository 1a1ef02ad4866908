import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchFolder } from "./bench-folder.ts";
import { BUILDERS } from "./shell-graph-texts.ts";
import { linkPlr } from "./study-project.ts";
import type { Tool } from "./work.ts";

/** One and the same graph for several build tools: each step joins two sources of its own to one output. */
export interface ShellGraph {
  readonly tools: readonly Tool[];
  /** Tools that are not installed. */
  readonly missing: readonly string[];
}

/**
 * Writes the graph for each tool that is installed and bears so many steps, each in a folder of its own. What was
 * written before by the same program is kept with all that has been built of it.
 *
 * @param name of the folder
 * @param steps how many
 * @param target the one output that is asked for; everything where there is none
 */
export function shellGraph(name: string, steps: number, target?: string): ShellGraph {
  const made = createHash("sha256")
    .update(readFileSync(import.meta.filename))
    .update(readFileSync(new URL("shell-graph-texts.ts", import.meta.url)))
    .update(`${steps}`)
    .digest("hex");
  const root = join(benchFolder(), `${name}-${made.slice(0, 12)}`);
  const fit = BUILDERS.filter(({ mostSteps }) => steps <= mostSteps);
  const found = fit.filter(({ program, isThere }) => isThere(program));
  const tools = found.map(({ program, file, text, beside, command }) => {
    const cwd = join(root, program);
    if (!existsSync(join(cwd, file))) {
      writeSources(cwd, steps);
      if (program === "plr") linkPlr(cwd);
      if (beside !== undefined) writeFileSync(join(cwd, beside), "");
      // Last, so that it is there only when all of it is.
      writeFileSync(join(cwd, file), text(steps));
    }
    return { name: program, command: command(target), cwd, env: {} };
  });
  const missing = fit.filter((one) => !found.includes(one)).map(({ program }) => program);
  return { tools, missing };
}

/** Changes one source of the step with this number; each time to something new. */
export function changeSource({ cwd }: Tool, step: number): void {
  writeFileSync(join(cwd, `in/${step}.a`), `${randomUUID()}\n`);
}

/** What the tools keep between runs, and what they build. */
const STATE = [
  "out",
  ".plr-cache",
  ".ninja_log",
  ".ninja_deps",
  ".doit.db.db",
  ".doit.db.dat",
  ".doit.db.dir",
  ".snakemake",
  ".tup",
];

/** Removes what a tool has built and what it remembers of it. */
export function forgetOutputs({ cwd }: Tool): void {
  for (const path of STATE) {
    rmSync(join(cwd, path), { recursive: true, force: true });
  }
  // Ninja and make do not agree on who makes folders.
  mkdirSync(join(cwd, "out"));
}

function writeSources(folder: string, steps: number): void {
  for (const part of ["in", "out"]) mkdirSync(join(folder, part), { recursive: true });
  for (let step = 0; step < steps; step++) {
    for (const side of ["a", "b"]) writeFileSync(join(folder, `in/${step}.${side}`), `${side}${step}\n`);
  }
}
