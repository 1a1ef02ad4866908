import { parseArgs } from "node:util";

/** What `npm run bench` was asked for. */
export interface BenchOptions {
  /** Repetitions of each tool. */
  readonly runs: number;
  /** Words of which a work's name must hold one; all works where there are none. */
  readonly only: readonly string[];
  readonly long: boolean;
  /** Where to write the rows; undefined for nowhere. */
  readonly json: string | undefined;
}

/** Reads the command line; undefined where it cannot be understood or asks for help. */
export function readOptions(argv: readonly string[]): BenchOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        runs: { type: "string", default: "5" },
        only: { type: "string", multiple: true, default: [] },
        json: { type: "string" },
        long: { type: "boolean", default: false },
      },
    });
    const runs = Number(values.runs);
    if (!Number.isInteger(runs) || runs < 1) return undefined;
    return { runs, only: values.only, long: values.long, json: values.json };
  } catch {
    return undefined;
  }
}
