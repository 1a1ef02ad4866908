import { COMMANDS } from "../../src/cli/command-table.ts";
import type { Command } from "../../src/cli/command.ts";

const EVERYWHERE = ["--help", "-h"];

/**
 * What is wrong with each `plr …` in a line of shell, against the command table.
 *
 * @param line may hold other programs, pipes and variables before the command
 */
export function commandProblems(line: string): readonly string[] {
  return line
    .split(/\||&&|;/)
    .map((part) => /(?:^|\s|\/)plr(?:\.js)?\s+(.*)$/.exec(part)?.[1])
    .filter((rest) => rest !== undefined)
    .flatMap((rest) => problemsOf(rest.split(/\s+/).filter((word) => word !== "")));
}

function problemsOf([first = "", ...words]: readonly string[]): readonly string[] {
  if (first === "--version" || first === "…" || first === "<command>") return [];
  const command = COMMANDS.find(({ name }) => name === first);
  if (command === undefined) return [`no command "plr ${first}"`];
  const known = new Set([...EVERYWHERE, ...flagsOf(command)]);
  return words
    .filter((word) => /^-{1,2}[a-z]/.test(word))
    .map((word) => word.replace(/=.*$/, ""))
    .filter((flag) => !known.has(flag))
    .map((flag) => `no option "${flag}" of "plr ${first}"`);
}

/** Every flag of a command, short and long. */
export function flagsOf({ options }: Command): readonly string[] {
  return options.flatMap(({ flags }) =>
    Array.from(flags.matchAll(/(?:^|\s)(-{1,2}[a-z-]+)/g), ([, flag = ""]) => flag),
  );
}
