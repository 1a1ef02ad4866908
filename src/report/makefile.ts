import { shellWord } from "./shell-word.ts";

/** A step, as far as make can know it. Paths are from the project's root. */
export interface MakeStep {
  readonly outputs: readonly string[];
  /** Files whose change can make it stale: inputs, and modules of its task. */
  readonly needs: readonly string[];
}

export interface MakeGraph {
  readonly project: string;
  readonly steps: readonly MakeStep[];
  /** Names of groups, flows and rules, which plr knows how to build. */
  readonly names: readonly string[];
}

/**
 * The graph as a Makefile for GNU make 4.3 or newer (which knows grouped targets, `a b &: c`). Each recipe asks plr for
 * its outputs, so plr has the last word; without a newline at its end.
 */
export function makefileText({ project, steps, names }: MakeGraph): string {
  const outputs = new Set(steps.flatMap((step) => step.outputs));
  const phony = names.filter((name) => name !== "all" && !outputs.has(name) && isWritable(name));
  return [
    `# The graph of ${project.replaceAll("\n", " ")}, written by: plr export --makefile`,
    "# make looks at times, and asks plr about what looks older; plr decides by content, code and parameters.",
    "PLR ?= npx plr",
    ".DEFAULT_GOAL := all",
    `.PHONY: all ${phony.map(makeWord).join(" ")}`.trimEnd(),
    "",
    rule(["all"], [], "$(PLR) build"),
    ...phony.map((name) => rule([name], [], `$(PLR) build ${makeText(shellWord(name))}`)),
    ...steps.map(stepRule),
  ].join("\n");
}

function stepRule({ outputs, needs }: MakeStep): string {
  const [first = ""] = outputs;
  if (![...outputs, ...needs].every(isWritable))
    return `# ${JSON.stringify(first)} has a name, or an input's, that make cannot read: plr build makes it\n`;
  return rule(outputs, needs, `$(PLR) build --quiet ${makeText(shellWord(first))}`);
}

function rule(targets: readonly string[], needs: readonly string[], recipe: string): string {
  const grouped = targets.length > 1 ? " &:" : ":";
  return `${[`${targets.map(makeWord).join(" ")}${grouped}`, ...needs.map(makeWord)].join(" ")}\n\t${recipe}\n`;
}

/** No escape helps a line break, and none is sure for `;`, `=`, `|`, brackets, stars and backslashes. */
function isWritable(name: string): boolean {
  return !/[\n\r\t\\;=|*?[\]~]/.test(name);
}

function makeWord(name: string): string {
  return makeText(name).replaceAll(/[ #%:]/g, String.raw`\$&`);
}

function makeText(text: string): string {
  return text.replaceAll("$", "$$$$");
}
