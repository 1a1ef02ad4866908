import type { Command } from "../command-table.ts";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { note } from "../output.ts";
import type { Invocation } from "../invocation.ts";

const SHELLS: ReadonlyMap<string, typeof bashCompletion> = new Map([
  ["bash", bashCompletion],
  ["zsh", zshCompletion],
  ["fish", fishCompletion],
]);

/** Prints the script that completes commands, options and targets in a shell. */
export function run({ words }: Invocation, commands: readonly Command[]): Promise<number> {
  const [shell = ""] = words;
  const script = SHELLS.get(shell);
  if (script === undefined) {
    note(`error[PLR001]: no completion for "${shell}"\nhint: bash, zsh or fish`);
    return Promise.resolve(2);
  }
  process.stdout.write(script(commands));
  return Promise.resolve(0);
}
