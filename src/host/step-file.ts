import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Job } from "../engine/host.ts";

/** Writes what a script is asked to do as a JSON file at `PLR_STEP`: `inputs`, `outputs` and `params`, as a task has them. */
export function writeStepFile({ env, inputs, outputs, params }: Job, root: string): void {
  const path = env["PLR_STEP"];
  if (path !== undefined) writeFileSync(join(root, path), JSON.stringify({ inputs, outputs, params }));
}
