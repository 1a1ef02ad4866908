import type { Command } from "../command.ts";
import { optionsOf, quoted, takesTargets, TARGETS } from "./words.ts";

/** A script for zsh, to be sourced or to stand as `_plr` in a folder of `fpath`. */
export function zshCompletion(commands: readonly Command[]): string {
  const names = commands.map(({ name, summary }) => described(name, summary));
  const options = commands.map((command) => `${command.name}) found=(${optionsIn(command)}) ;;`);
  const choices = commands.flatMap(({ name, choices: first }) =>
    first === undefined ? [] : [`${name}.3) compadd ${first.join(" ")} ;;`],
  );
  const targets = commands.filter(takesTargets).map(({ name }) => `${name}.*`);
  return `#compdef plr
# Completion of plr for zsh: eval "$(plr completion zsh)" in ~/.zshrc, after compinit
_plr() {
  local -a found
  if ((CURRENT == 2)); then
    found=(
      ${names.join("\n      ")}
    )
    _describe command found
  elif [[ $PREFIX == -* ]]; then
    case $words[2] in
      ${options.join("\n      ")}
    esac
    _describe -o option found
  else
    case $words[2].$CURRENT in
      ${choices.join("\n      ")}
      ${targets.join("|")}) found=("\${(@f)$(${TARGETS})}") && compadd -a found ;;
    esac
  fi
}
if [[ \${funcstack[1]} == _plr ]]; then _plr "$@"; else compdef _plr plr; fi
`;
}

function optionsIn(command: Command): string {
  return optionsOf(command)
    .flatMap(({ flags, summary }) => flags.map((flag) => described(flag, summary)))
    .join(" ");
}

/** A colon ends the word that is described. */
function described(word: string, summary: string): string {
  return quoted(`${word}:${summary.replaceAll(":", "\\:")}`);
}
