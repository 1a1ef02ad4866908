import type { Invocation } from "./invocation.ts";

/** An option as it is declared. */
export interface CommandOption {
  /** As in `-j, --jobs <n>`. */
  readonly flags: string;
  readonly summary: string;
}

/** A command as it is declared. */
export interface Command {
  readonly name: string;
  /** As in `[...targets]`. */
  readonly words: string;
  /** What the first word may be, where it names no target. */
  readonly choices?: readonly string[];
  readonly summary: string;
  readonly options: readonly CommandOption[];
  readonly examples: readonly string[];
  readonly load: () => Promise<{ readonly run: (invocation: Invocation) => Promise<number> }>;
}
