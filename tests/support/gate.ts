import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";

/** Where a recipe tells that it is there, then waits. Two named pipes beside the project; nobody polls. */
export interface Gate {
  /** Shell text for a recipe. */
  readonly sh: string;
  /** TypeScript for a task: a call that returns when the gate has opened. */
  readonly ts: string;
  /** Resolves when a recipe has come. */
  readonly reached: () => Promise<void>;
  /** Lets the recipe go that is there or comes next. */
  readonly open: () => Promise<void>;
  /** Lets everybody go, for good. */
  readonly close: () => void;
}

/** Makes a gate beside the project, in `folder`. */
export function createGate(folder: string, name: string): Gate {
  const here = join(folder, `${name}.here`);
  const go = join(folder, `${name}.go`);
  execFileSync("mkfifo", [here, go]);
  return {
    sh: `echo > ../${name}.here; cat ../${name}.go > /dev/null`,
    ts: `await import("node:fs").then((fs) => { fs.writeFileSync("../${name}.here", "\\n"); fs.readFileSync("../${name}.go"); })`,
    reached: async () => void (await fs.promises.readFile(here)),
    open: () => fs.promises.writeFile(go, "\n"),
    close: () => {
      for (const pipe of [here, go]) {
        // Open for both, so that whoever waits on either end goes on.
        const file = fs.openSync(pipe, fs.constants.O_RDWR | fs.constants.O_NONBLOCK);
        fs.closeSync(file);
      }
    },
  };
}
