import { note } from "./output.ts";

/**
 * Says what is wrong with the words or options of a command.
 *
 * @returns the exit code
 */
export function usageError(message: string, hint?: string): number {
  note(`error[PLR001]: ${message}${hint === undefined ? "" : `\nhint: ${hint}`}`);
  return 2;
}
