/** What a command is given: words and options as they were typed. */
export interface Invocation {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly argv: readonly string[];
}
