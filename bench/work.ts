/** One program that does a work, as a whole process. */
export interface Tool {
  readonly name: string;
  /** The program and its arguments, no shell. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Given to the program on its standard input. */
  readonly input?: string;
  /** Puts things back to where the work begins; not timed. */
  readonly reset?: () => void | Promise<void>;
  /**
   * Looks after each run whether the work was done, and gives times in milliseconds that lie within it, by name.
   *
   * @throws Error if the work was not done
   */
  readonly inspect?: () => ReadonlyMap<string, number>;
}

/** What a work needs, made ready. `missing` names what is not there and so is left out. */
export interface Prepared {
  readonly tools: readonly Tool[];
  /** What the others are compared with; null where nothing is. */
  readonly versus: string | null;
  readonly missing: readonly string[];
}

/** Something that is timed. The first tool is the one that has the goal. */
export interface Work {
  readonly name: string;
  readonly goal: string;
  /** Takes minutes: only with `--long`. */
  readonly isLong: boolean;
  /** At most so many repetitions, whatever is asked for. */
  readonly mostRuns: number;
  readonly prepare: () => Promise<Prepared>;
}
