import assert from "node:assert/strict";
import { test } from "node:test";
import type { BuildEvent } from "../../src/engine/event.ts";
import { EMPTY_VIEW, foldEvent } from "../../src/report/fold.ts";
import { createLook } from "../../src/report/look.ts";
import { summaryLines } from "../../src/report/summary.ts";
import {
  checked,
  createTape,
  finished,
  finishedStep,
  output,
  started,
  startedStep,
} from "./support/events.ts";
import { PLAIN_LOOK } from "./support/fake-screen.ts";

function summary(events: readonly BuildEvent[], look = PLAIN_LOOK): readonly string[] {
  return summaryLines(events.reduce(foldEvent, EMPTY_VIEW), look);
}

test("early cutoff says what was not run, why, and how much was saved", () => {
  const { add, events } = createTape();
  add(0, "run.started", started({ run: 42 }));
  add(1, "check.finished", checked({ stale: 9, possible: 205 }));
  add(
    2,
    "step.finished",
    finishedStep("a", { outputs: [output("data/results.db", true), output("data/log.txt")] }),
  );
  add(
    3,
    "step.finished",
    finishedStep("b", {
      outcome: "same",
      outputs: [output("data/a.csv", true), output("data/b.json", true)],
    }),
  );
  add(4, "steps.skipped", { cause: "same-output", steps: ["x"], savedMs: 660_000 });
  add(
    5,
    "run.finished",
    finished(
      { built: 6, same: 3, fresh: 3290 },
      { durMs: 48_200, cutoff: { steps: 205, outputs: 3, savedMs: 660_000 } },
    ),
  );
  assert.deepEqual(summary(events), [
    "plr: done in 48s: 6 built, 3 same output, 3,290 fresh                       #42",
    "  205 steps not run because 3 outputs came out identical (about 11 min saved)",
    "  ≡ data/results.db",
    "  ≡ data/a.csv",
    "  ≡ data/b.json",
  ]);
});

test("steps spared outside of what was asked for take nothing from the fresh ones", () => {
  const { add, events } = createTape();
  add(0, "run.started", started());
  add(1, "check.finished", checked({ stale: 1 }));
  add(2, "step.finished", finishedStep("db", { outcome: "same", outputs: [output("db", true)] }));
  add(3, "steps.skipped", { cause: "same-output", steps: ["a", "b", "c"], savedMs: 0 });
  const cutoff = { steps: 3, outputs: 1, savedMs: 0 };
  add(4, "run.finished", finished({ same: 1, fresh: 2 }, { durMs: 900, cutoff }));
  assert.match(
    summary(events).join("\n"),
    /^plr: done in 0\.9s: 1 same output, 2 fresh +#41\n {2}3 steps not run because 1 output came/,
  );
});

test("many outputs that came out the same are counted", () => {
  const { add, events } = createTape();
  add(0, "run.started", started());
  const outputs = Array.from({ length: 9 }, (_, at) => output(`o${at}`, true));
  add(3, "step.finished", finishedStep("b", { outcome: "same", outputs }));
  add(
    5,
    "run.finished",
    finished({ same: 1, fresh: 1 }, { durMs: 900, cutoff: { steps: 1, outputs: 9, savedMs: 300 } }),
  );
  assert.deepEqual(summary(events).slice(1), [
    "  1 step not run because 9 outputs came out identical",
    "  ≡ o0",
    "  ≡ o1",
    "  ≡ o2",
    "  ≡ o3",
    "  … 5 more",
  ]);
});

test("caveats stand at the end, also where nothing was done", () => {
  const { add, events } = createTape();
  add(0, "run.started", started());
  add(1, "caveat.added", {
    kind: "checkpoint",
    step: "extraction/db",
    paths: ["data/public/results.db", "x"],
    at: 0,
  });
  add(2, "caveat.added", { kind: "changed-inputs", step: "heat", paths: ["heat.png"], at: 0 });
  add(3, "caveat.added", { kind: "accepted", step: "b", paths: [], by: "ana", reason: "typo only", at: 0 });
  add(4, "caveat.added", { kind: "accepted", step: "cleared", paths: [], at: 0 });
  add(4, "caveat.cleared", { kind: "accepted", step: "cleared", paths: [] });
  add(5, "run.finished", finished({ fresh: 12 }, { caveats: 5 }));
  assert.deepEqual(summary(events), [
    "plr: nothing to do, 12 steps fresh (0.21 s)",
    "  ⚑ data/public/results.db and 1 more taken from a checkpoint, not rebuilt",
    "  ⚑ heat.png made while an input changed; kept, and counts as stale",
    '  ⚑ b accepted by ana: "typo only"',
    "  ⚑ 2 caveats more  (plr status)",
  ]);
});

test("a build that only removed orphans did something", () => {
  const { add, events } = createTape();
  add(0, "run.started", started());
  add(1, "outputs.removed", { paths: ["old.png"] });
  add(5, "run.finished", finished({ fresh: 12 }));
  assert.match(summary(events).join("\n"), /^plr: done in 0\.2s: 1 removed, 12 fresh +#41$/);
});

test("failures: one row each, as many as fit on a screen, and the commands that help", () => {
  const { add, events } = createTape();
  add(0, "run.started", started({ targets: ["figures", "it's"] }));
  add(1, "check.finished", checked({ stale: 30 }));
  for (let at = 0; at < 25; at++) {
    add(2, "step.started", startedStep(`extraction/run ${at}`));
    add(2, "step.finished", {
      ...finishedStep(`extraction/run ${at}`, { outcome: "failed", attempts: at === 0 ? 0 : 1 }),
      failure: { reason: "timed-out", seconds: 600 },
    });
  }
  add(5, "run.finished", finished({ failed: 25 }, { outcome: "failed", exit: 1, durMs: 454_000 }));
  const lines = summary(events);
  assert.equal(lines[0], "plr: FAILED in 7m34s: 25 failed, 5 not run                                  #41");
  assert.equal(lines[1], "  ✗ extraction/run 0    PLR021 killed after 600s (timeout)");
  assert.deepEqual(lines.slice(21), [
    "  … 5 more failed",
    "next: plr log 'extraction/run 1'   ·   plr build -k figures 'it'\\''s'",
  ]);
});

test("a cancelled build says what was finished, what was not, and how to go on", () => {
  const { add, events } = createTape();
  add(0, "run.started", started({ targets: [] }));
  add(1, "check.finished", checked({ stale: 10 }));
  for (const step of ["a", "b"]) add(1, "step.started", startedStep(step));
  add(2, "step.finished", finishedStep("a"));
  add(3, "step.finished", finishedStep("b", { outcome: "cancelled" }));
  add(
    5,
    "run.finished",
    finished({ built: 1, cancelled: 1 }, { outcome: "cancelled", exit: 130, durMs: 12_000 }),
  );
  assert.deepEqual(summary(events), [
    "plr: cancelled after 12s: 1 cancelled, 1 built, 8 not run                   #41",
    "next: plr build   (what was finished is kept)",
  ]);
});

test("without UTF-8 a summary is plain ASCII", () => {
  const { add, events } = createTape();
  add(0, "run.started", started());
  add(1, "caveat.added", { kind: "accepted", step: "a", paths: [], at: 0 });
  add(2, "step.finished", {
    ...finishedStep("b".repeat(50), { outcome: "failed" }),
    failure: { reason: "task-failed", message: "m".repeat(200), hint: undefined, at: "rules/".repeat(20) },
  });
  add(3, "steps.blocked", { by: "b".repeat(50), steps: ["c"] });
  add(5, "run.finished", finished({ failed: 1 }, { outcome: "failed" }));
  const text = summary(events, createLook(false, { LANG: "C" })).join("\n");
  assert.match(text, /^[\x20-\x7e\n]+$/);
  // Commands are to be copied, so they are never cut.
  for (const line of text.split("\n")) assert.ok(line.startsWith("next:") || line.length <= 80, line);
});

test("a build that broke off before its first step leaves the telling to the failure itself", () => {
  for (const outcome of ["failed", "cancelled"] as const) {
    const { add, events } = createTape();
    add(0, "run.started", started());
    add(5, "run.finished", finished({}, { outcome, exit: 2 }));
    assert.deepEqual(summary(events), []);
  }
});

test("a build that ended badly without a failed step gives no advice about steps", () => {
  const { add, events } = createTape();
  add(0, "run.started", started());
  add(1, "check.finished", checked({ stale: 2 }));
  add(5, "run.finished", finished({}, { outcome: "failed", exit: 2, durMs: 5_000 }));
  assert.deepEqual(
    summary(events).map((line) => line.replace(/ +#41/, "")),
    ["plr: FAILED in 5.0s: 2 not run"],
  );
});

test("a build that is not over has no summary", () => {
  assert.deepEqual(summary([]), []);
});
