import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A step of a build that ran. */
export interface StepTime {
  readonly step: string;
  readonly worker: number;
  readonly outcome: string;
  readonly ms: number;
  /** Since the build began. */
  readonly endedMs: number;
}

/** The steps that the newest build of a project ran, in the order in which they ended. */
export function lastSteps(project: string): StepTime[] {
  const runs = join(project, ".plr-cache/runs");
  const newest = readdirSync(runs)
    .filter((name) => /^\d+$/.test(name))
    .toSorted((a, b) => Number(a) - Number(b))
    .at(-1);
  if (newest === undefined) throw new Error(`no build in ${project}`);
  const events = readFileSync(join(runs, newest, "events.ndjson"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Event);
  const workers = new Map<string, number>();
  const steps: StepTime[] = [];
  for (const event of events) {
    if (event.type === "step.started") workers.set(event.step, event.worker ?? 0);
    if (event.type === "step.finished") {
      const { step, outcome, durMs, ms } = event;
      steps.push({ step, outcome, ms: durMs, endedMs: ms, worker: workers.get(step) ?? 0 });
    }
  }
  return steps;
}

type Event =
  | { readonly type: "step.started"; readonly step: string; readonly worker?: number }
  | {
      readonly type: "step.finished";
      readonly ms: number;
      readonly step: string;
      readonly outcome: string;
      readonly durMs: number;
    }
  | { readonly type: "other" };
