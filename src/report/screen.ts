import { performance } from "node:perf_hooks";
import type { WriteStream } from "node:tty";

/** Where a reporter writes and what time it is there; tests give their own. */
export interface Screen {
  readonly write: (text: string) => void;
  /** Cells of a line; read at each drawing, as windows change their size. */
  readonly columns: number;
  readonly rows: number;
  /** Milliseconds of a clock that is never set. */
  readonly now: () => number;
  /** Runs once after some milliseconds; the answer cancels it. */
  readonly setTimer: (ms: number, run: () => void) => () => void;
}

/** A stream of this process. Its timers do not keep the process alive. */
export function screenOf(
  stream: Pick<WriteStream, "write"> & Partial<Pick<WriteStream, "columns" | "rows">>,
): Screen {
  return {
    write: (text) => void stream.write(text),
    get columns() {
      return stream.columns || 80;
    },
    get rows() {
      return stream.rows || 24;
    },
    now: () => performance.now(),
    setTimer: (ms, run) => {
      const timer = setTimeout(run, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}
