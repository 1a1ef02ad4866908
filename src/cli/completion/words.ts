import type { Command } from "../command.ts";

/** An option as shells complete it. */
export interface OptionWords {
  /** `-j`, `--jobs` */
  readonly flags: readonly string[];
  readonly summary: string;
  readonly takesValue: boolean;
}

/** Every option of a command, and the help that each has. */
export function optionsOf({ options }: Command): readonly OptionWords[] {
  const help = { flags: "-h, --help", summary: "Say what the command does" };
  return [...options, help].map(({ flags, summary }) => ({
    flags: Array.from(flags.matchAll(/(?:^|\s)(-{1,2}[a-z-]+)/g), ([, flag = ""]) => flag),
    summary,
    takesValue: /[<[]/.test(flags),
  }));
}

/** Prints the words that {@link takesTargets} speaks of. */
export const TARGETS = "plr list --names 2>/dev/null";

/** Whether words of a command are names of targets or paths of outputs; of its first word, `choices` come before that. */
export function takesTargets({ words }: Command): boolean {
  return /target|paths/.test(words);
}

/** Text in single quotes, as all three shells read it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
