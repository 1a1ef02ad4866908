import type { Command } from "../command.ts";
import { optionsOf, quoted, takesTargets, TARGETS } from "./words.ts";

/** A script for fish, to be sourced or to stand in `~/.config/fish/completions/plr.fish`. */
export function fishCompletion(commands: readonly Command[]): string {
  const names = commands.map(
    ({ name, summary }) => `complete -c plr -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
  );
  return `# Completion of plr for fish: plr completion fish > ~/.config/fish/completions/plr.fish
complete -c plr -f
${[...names, ...commands.flatMap(linesOf)].join("\n")}
`;
}

function linesOf(command: Command): readonly string[] {
  const { name, choices = [] } = command;
  const within = `complete -c plr -n '__fish_seen_subcommand_from ${name}'`;
  const options = optionsOf(command).map(({ flags, summary, takesValue }) => {
    const names = flags.map((flag) => flag.replace(/^--/, "-l ").replace(/^-(?=\w$)/, "-s "));
    return `${within} ${names.join(" ")}${takesValue ? " -x" : ""} -d ${quoted(summary)}`;
  });
  return [
    ...options,
    ...(choices.length > 0 ? [`${within} -a ${quoted(choices.join(" "))}`] : []),
    ...(takesTargets(command) ? [`${within} -a ${quoted(`(${TARGETS})`)}`] : []),
  ];
}
