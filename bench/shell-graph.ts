import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchFolder } from "./bench-folder.ts";
import { isInstalled } from "./installed.ts";
import { checkoutPlr, linkPlr } from "./study-project.ts";
import type { Tool } from "./work.ts";

/** One and the same graph for several build tools: each step joins two sources of its own to one output. */
export interface ShellGraph {
  readonly tools: readonly Tool[];
  /** Tools that are not installed. */
  readonly missing: readonly string[];
}

/**
 * Writes the graph for plr, ninja and make, as far as they are installed, each in a folder of its own. What was
 * written before by the same program is kept with all that has been built of it.
 *
 * @param name of the folder
 * @param steps how many
 */
export function shellGraph(name: string, steps: number): ShellGraph {
  const made = createHash("sha256")
    .update(readFileSync(import.meta.filename))
    .update(`${steps}`)
    .digest("hex");
  const root = join(benchFolder(), `${name}-${made.slice(0, 12)}`);
  const found = BUILDERS.filter(({ program, isThere }) => isThere(program));
  const tools = found.map(({ program, file, text, command }) => {
    const cwd = join(root, program);
    if (!existsSync(join(cwd, file))) {
      writeSources(cwd, steps);
      if (program === "plr") linkPlr(cwd);
      // Last, so that it is there only when all of it is.
      writeFileSync(join(cwd, file), text(steps));
    }
    return { name: program, command, cwd, env: {} };
  });
  const missing = BUILDERS.filter((one) => !found.includes(one)).map(({ program }) => program);
  return { tools, missing };
}

/** Removes what a tool has built and what it remembers of it. */
export function forgetOutputs({ cwd }: Tool): void {
  for (const path of ["out", ".plr-cache", ".ninja_log", ".ninja_deps"]) {
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

interface Builder {
  readonly program: string;
  readonly isThere: (program: string) => boolean;
  readonly file: string;
  readonly text: (steps: number) => string;
  readonly command: readonly string[];
}

const answersVersion = (program: string): boolean => isInstalled(program, "--version");

const BUILDERS: readonly Builder[] = [
  {
    program: "plr",
    isThere: () => true,
    file: "plrfile.ts",
    text: (steps) => `import { defineProject, shell } from "plr";

const steps = Array.from({ length: ${steps} }, (_, i) =>
  shell({
    name: \`join/\${i}\`,
    inputs: { a: \`in/\${i}.a\`, b: \`in/\${i}.b\` },
    outputs: { out: \`out/\${i}\` },
    script: "cat {in} > {out}",
  }),
);
export default defineProject({ name: "bench", members: steps });
`,
    command: checkoutPlr("build", "-j", "2"),
  },
  {
    program: "ninja",
    isThere: answersVersion,
    file: "build.ninja",
    text: (steps) =>
      `rule join\n  command = cat $in > $out\n${lines(steps, (i) => `build out/${i}: join in/${i}.a in/${i}.b`)}`,
    command: ["ninja", "-j", "2"],
  },
  {
    program: "make",
    isThere: answersVersion,
    file: "Makefile",
    text: (steps) =>
      `all: ${Array.from({ length: steps }, (_, i) => `out/${i}`).join(" ")}\n` +
      lines(steps, (i) => `out/${i}: in/${i}.a in/${i}.b\n\t@cat $^ > $@`),
    command: ["make", "-j", "2"],
  },
];

function lines(steps: number, line: (step: number) => string): string {
  return `${Array.from({ length: steps }, (_, i) => line(i)).join("\n")}\n`;
}
