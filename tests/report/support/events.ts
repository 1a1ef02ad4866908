import type { BuildEvent, EventBody, EventType } from "../../../src/engine/event.ts";

/** Events of a hand-made build, numbered as the engine does. */
export interface Tape {
  readonly events: readonly BuildEvent[];
  readonly add: <T extends EventType>(ms: number, type: T, body: EventBody<T>) => BuildEvent;
}

export function createTape(): Tape {
  const events: BuildEvent[] = [];
  return {
    events,
    add: (ms, type, body) => {
      const event = { n: events.length, ms, type, ...body } as unknown as BuildEvent;
      events.push(event);
      return event;
    },
  };
}

export function started(more: Partial<EventBody<"run.started">> = {}): EventBody<"run.started"> {
  return {
    events: 1,
    run: 41,
    uid: "u",
    at: Date.UTC(2026, 10, 24, 12, 1, 0),
    plr: "0.1.0",
    node: "24.0.0",
    argv: ["build", "figures"],
    targets: ["figures"],
    jobs: 2,
    pools: {},
    memoryBytes: 16e9,
    host: "lab-3",
    bootId: "b",
    pid: 4711,
    user: "ana",
    variant: "real",
    ...more,
  };
}

export function checked(more: Partial<EventBody<"check.finished">> = {}): EventBody<"check.finished"> {
  return { steps: 3504, stale: 4, possible: 0, checkMs: 200, expectMs: 0, unknownCost: 0, ...more };
}

export function finishedStep(
  step: string,
  more: Partial<EventBody<"step.finished">> = {},
): EventBody<"step.finished"> {
  return { step, outcome: "done", attempts: 1, durMs: 9400, outputs: [], ...more };
}

export function startedStep(
  step: string,
  more: Partial<EventBody<"step.started">> = {},
): EventBody<"step.started"> {
  return { step, attempt: 1, log: "", worker: 0, ...more };
}

export function output(path: string, same = false): EventBody<"step.finished">["outputs"][number] {
  return { path, bytes: 10, digest: "3f9c12ab00000000", same };
}

type Finished = EventBody<"run.finished">;

export function finished(
  counts: Partial<Finished["counts"]>,
  more: Partial<Omit<Finished, "counts">> = {},
): Finished {
  return {
    outcome: "done",
    exit: 0,
    durMs: 210,
    caveats: 0,
    cutoff: { steps: 0, outputs: 0, savedMs: 0 },
    ...more,
    counts: { built: 0, same: 0, restored: 0, fresh: 0, failed: 0, blocked: 0, cancelled: 0, ...counts },
  };
}
