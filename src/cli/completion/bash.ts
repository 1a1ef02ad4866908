import type { Command } from "../command.ts";
import { optionsOf, takesTargets, TARGETS } from "./words.ts";

/** A script for bash 4 or newer, to be sourced. Commands and options stand in it; targets are asked for at each Tab. */
export function bashCompletion(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const flags = commands.map((command) => `${command.name}) words=(${flagsOf(command)}) ;;`);
  const choices = commands.flatMap(({ name, choices: first }) =>
    first === undefined ? [] : [`${name}.2) words=(${first.join(" ")}) ;;`],
  );
  const targets = commands.filter(takesTargets).map(({ name }) => `${name}.*`);
  return `# Completion of plr for bash: eval "$(plr completion bash)" in ~/.bashrc
_plr() {
  local current=\${COMP_WORDS[COMP_CWORD]} command=\${COMP_WORDS[1]} word
  local -a words=()
  if ((COMP_CWORD == 1)); then
    words=(${names})
  elif [[ $current == -* ]]; then
    case $command in
      ${flags.join("\n      ")}
    esac
  else
    case $command.$COMP_CWORD in
      ${choices.join("\n      ")}
      ${targets.join("|")}) mapfile -t words < <(${TARGETS}) ;;
    esac
  fi
  COMPREPLY=()
  for word in "\${words[@]}"; do
    if [[ $word == "$current"* ]]; then COMPREPLY+=("$(printf '%q' "$word")"); fi
  done
}
complete -o default -F _plr plr
`;
}

function flagsOf(command: Command): string {
  return optionsOf(command)
    .flatMap(({ flags }) => flags)
    .join(" ");
}
