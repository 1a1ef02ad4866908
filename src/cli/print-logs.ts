import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EventOf } from "../engine/event.ts";
import { cleanOutput } from "../report/escape.ts";
import { answer, note } from "./output.ts";

/** Prints the logs of steps that started in a run. All attempts of a step write to one log. */
export function printLogs(root: string, run: number, started: readonly EventOf<"step.started">[]): void {
  for (const [log, step] of new Map(started.map((one) => [one.log, one.step]))) {
    const path = join(root, log);
    note(`plr: ${step}, run #${run}${existsSync(path) ? "" : ": it said nothing"}`);
    if (existsSync(path)) answer(cleanOutput(readFileSync(path, "utf8")).trimEnd());
  }
}
