import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildEvent } from "../engine/event.ts";
import { CACHE } from "../engine/cache-folder.ts";

/** Numbers of the recorded runs, newest first. */
export function listRuns(root: string): readonly number[] {
  const folder = join(root, CACHE, "runs");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => b - a);
}

/** The events of a run; a torn last line and lines that are no JSON are left out. */
export function readRun(root: string, run: number): readonly BuildEvent[] {
  const path = join(root, CACHE, "runs", String(run), "events.ndjson");
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as BuildEvent];
    } catch {
      return [];
    }
  });
}
