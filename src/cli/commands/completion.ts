import type { Command } from "../command.ts";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { zshCompletion } from "../completion/zsh.ts";
import type { Invocation } from "../invocation.ts";
import { usageError } from "../usage-error.ts";

const SHELLS: ReadonlyMap<string, typeof bashCompletion> = new Map([
  ["bash", bashCompletion],
  ["zsh", zshCompletion],
  ["fish", fishCompletion],
]);

/** Prints the script that completes commands, options and targets in a shell. */
export function run({ words }: Invocation, commands: readonly Command[]): Promise<number> {
  const [shell = ""] = words;
  const script = SHELLS.get(shell);
  if (script === undefined)
    return Promise.resolve(usageError(`no completion for "${shell}"`, "bash, zsh or fish"));
  process.stdout.write(script(commands));
  return Promise.resolve(0);
}
