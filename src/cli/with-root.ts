import { dirname } from "node:path";
import { findPlrfile } from "../project/load.ts";
import { tellFailure } from "./tell-failure.ts";

/**
 * Does the work of a command that needs no plrfile that can be read, only the folder in which it lies.
 *
 * @returns the exit code
 */
export async function withRoot(work: (root: string) => number | Promise<number>): Promise<number> {
  const plrfile = findPlrfile(process.cwd());
  return plrfile.ok ? work(dirname(plrfile.value)) : tellFailure(plrfile.failure);
}
