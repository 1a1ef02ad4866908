import assert from "node:assert/strict";
import { test } from "node:test";
import type { BuildEvent } from "../../src/engine/event.ts";
import { type BuildView, EMPTY_VIEW, foldEvent, settledIn } from "../../src/report/fold.ts";
import { describeRemaining, remainingTime } from "../../src/report/remaining-time.ts";
import { symbolsFor } from "../../src/report/symbols.ts";
import { checked, createTape, finishedStep, started, startedStep } from "./support/events.ts";

function fold(events: readonly BuildEvent[]): BuildView {
  return events.reduce(foldEvent, EMPTY_VIEW);
}

function remaining(events: readonly BuildEvent[], elapsedMs: number): string | undefined {
  const left = remainingTime(fold(events), elapsedMs);
  return left && describeRemaining(left, symbolsFor({ LANG: "C.UTF-8" }));
}

test("each outcome is counted once, and a step that ended runs no more", () => {
  const { add, events } = createTape();
  add(0, "run.started", started());
  add(1, "check.finished", checked({ stale: 4, possible: 6 }));
  for (const step of ["a", "b", "c", "d"]) add(2, "step.started", startedStep(step));
  add(3, "step.finished", finishedStep("a"));
  add(4, "step.finished", finishedStep("b", { outcome: "same" }));
  add(5, "step.finished", finishedStep("c", { outcome: "failed", failure: { reason: "cancelled" } }));
  add(6, "steps.blocked", { by: "c", steps: ["x", "y"] });
  add(7, "step.finished", finishedStep("d", { outcome: "cancelled" }));
  add(7, "step.finished", finishedStep("e", { outcome: "restored" }));
  add(8, "steps.skipped", { cause: "same-output", steps: ["p", "q", "r"], savedMs: 1 });
  const view = fold(events);
  assert.deepEqual(view.counts, {
    built: 1,
    same: 1,
    restored: 1,
    failed: 1,
    blocked: 2,
    cancelled: 1,
    skipped: 3,
  });
  assert.equal(settledIn(view), 10);
  assert.equal(view.total, 10);
  assert.deepEqual(view.running, []);
  assert.deepEqual(view.queue, { steps: 0, ms: 0, unknown: 0 });
  assert.deepEqual(view.failures[0]?.blocked, ["x", "y"]);
});

test("a fan-out that brings more steps than the check knew raises the total, and never below what is known", () => {
  const { add, events } = createTape();
  add(0, "run.started", started());
  add(1, "check.finished", checked({ stale: 1, possible: 1 }));
  add(2, "step.stale", { step: "manifest", reasons: [] });
  add(3, "step.started", startedStep("manifest"));
  add(4, "step.finished", finishedStep("manifest"));
  assert.equal(fold(events).total, 2);
  for (let at = 0; at < 5; at++) add(5, "step.stale", { step: `run ${at}`, reasons: [], expectMs: 100 });
  const view = fold(events);
  assert.equal(view.total, 6);
  assert.deepEqual(view.queue, { steps: 5, ms: 500, unknown: 0 });
});

test("stale steps that the check has counted are not counted again when they are named", () => {
  const { add, events } = createTape();
  add(1, "check.finished", checked({ stale: 2, expectMs: 700 }));
  add(2, "step.stale", { step: "a", reasons: [], expectMs: 300 });
  add(2, "step.stale", { step: "b", reasons: [], expectMs: 400 });
  assert.deepEqual(fold(events).queue, { steps: 2, ms: 700, unknown: 0 });
});

test("a second attempt is the same running step, with its own start, and takes nothing from the queue", () => {
  const { add, events } = createTape();
  add(1, "check.finished", checked({ stale: 2, expectMs: 700 }));
  add(2, "step.started", startedStep("a", { expectMs: 300 }));
  add(3, "step.progress", { step: "a", done: 1 });
  add(9, "step.started", startedStep("a", { expectMs: 300, attempt: 2 }));
  const { running, queue } = fold(events);
  assert.deepEqual(
    running.map(({ step, startedMs, progress }) => [step, startedMs, progress]),
    [["a", 9, undefined]],
  );
  assert.deepEqual(queue, { steps: 1, ms: 400, unknown: 0 });
});

test("folding changes no earlier view", () => {
  const { add, events } = createTape();
  add(1, "check.finished", checked({ stale: 2 }));
  const before = fold(events);
  const copy = structuredClone(before);
  foldEvent(before, add(2, "step.started", startedStep("a")));
  assert.deepEqual(before, copy);
});

test("the time left is the work ahead shared among the slots, less what running steps have had", () => {
  const { add, events } = createTape();
  add(0, "run.started", started({ jobs: 4 }));
  add(0, "check.finished", checked({ stale: 10, expectMs: 1_000_000 }));
  add(0, "step.started", startedStep("a", { expectMs: 200_000 }));
  assert.equal(remainingTime(fold(events), 0)?.ms, 250_000);
  assert.equal(remainingTime(fold(events), 100_000)?.ms, 225_000);
});

test("it is at least what the longest running step still needs", () => {
  const { add, events } = createTape();
  add(0, "run.started", started({ jobs: 4 }));
  add(0, "check.finished", checked({ stale: 2, expectMs: 610_000 }));
  add(0, "step.started", startedStep("a", { expectMs: 600_000 }));
  add(0, "step.started", startedStep("b", { expectMs: 10_000 }));
  assert.equal(remaining(events, 0), "about 10 min");
  assert.equal(remaining(events, 570_000), "about 30 s");
});

test("with too little history it is a lower bound that names what was never timed", () => {
  const { add, events } = createTape();
  add(0, "run.started", started({ jobs: 1 }));
  add(0, "check.finished", checked({ stale: 10, unknownCost: 3, expectMs: 180_000 }));
  assert.equal(remaining(events, 0), "≥ 3 min (3 steps never timed)");
  add(0, "step.started", startedStep("a"));
  add(1, "step.finished", finishedStep("a"));
  add(1, "step.started", startedStep("b"));
  add(2, "step.finished", finishedStep("b"));
  assert.equal(remaining(events, 0), "about 3 min", "one of eight is little enough");
});

test("steps that may run but are not known to are no history either", () => {
  const { add, events } = createTape();
  add(0, "run.started", started({ jobs: 1 }));
  add(0, "check.finished", checked({ stale: 1, possible: 200, expectMs: 40_000 }));
  assert.equal(remaining(events, 0), "≥ 40 s");
});

test("nothing is said where nothing was ever timed, or all is done", () => {
  const { add, events } = createTape();
  add(0, "run.started", started());
  add(0, "check.finished", checked({ stale: 3, unknownCost: 3 }));
  assert.equal(remaining(events, 0), undefined);
  assert.equal(remainingTime(EMPTY_VIEW, 0), undefined);
});
