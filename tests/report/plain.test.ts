import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseReporter, createReporter } from "../../src/report/create-reporter.ts";
import type { ReporterKind } from "../../src/report/reporter.ts";
import {
  checked,
  createTape,
  finished,
  finishedStep,
  output,
  started,
  startedStep,
} from "./support/events.ts";
import { createFakeScreen, PLAIN_LOOK } from "./support/fake-screen.ts";

const ZERO_ROWS = {
  reason: "task-failed",
  message: "zero rows after filter\nclassifier = 'CATBOOST'",
  hint: "the database has 'CatBoost' (316 rows); names are case-sensitive",
  at: "/home/ana/study/rules/analysis/tasks/shap.ts:48",
} as const;

/** One build, told to a reporter; gives what came on stderr and on stdout. */
function tell(kind: ReporterKind, more: { verbose?: boolean; explain?: boolean } = {}) {
  const screen = createFakeScreen();
  const tape = createTape();
  const answers: string[] = [];
  const reporter = createReporter({
    kind,
    verbose: false,
    explain: false,
    ...more,
    screen,
    look: PLAIN_LOOK,
    write: (text) => void answers.push(text),
  });
  const add: typeof tape.add = (ms, type, body) => {
    screen.passTo(ms);
    const event = tape.add(ms, type, body);
    reporter.event(event);
    return event;
  };
  return { add, reporter, screen, tape, answers, story: () => screen.writes.join("") };
}

function failingBuild({ add, reporter }: ReturnType<typeof tell>): void {
  add(0, "run.started", started());
  add(200, "check.finished", checked({ stale: 3, possible: 9, expectMs: 420_000 }));
  add(201, "step.stale", {
    step: "figures/forest-outlier",
    reasons: [
      {
        kind: "input-changed",
        what: "data/synthetic/results.db : table:essential_metrics",
        old: "3f9c12ab00000000",
        new: "a1d0ee9000000000",
        via: "extraction/merge",
      },
    ],
  });
  add(210, "step.started", startedStep("figures/forest-outlier", { expectMs: 9_000 }));
  add(211, "step.started", startedStep("figures/shap-beeswarm", { worker: 1 }));
  add(900, "step.output", {
    step: "figures/shap-beeswarm",
    last: "\u001b[31mfilter\u001b[2J\u001b]0;owned\u0007 rows",
  });
  add(3_300, "step.finished", {
    ...finishedStep("figures/shap-beeswarm", { outcome: "failed", durMs: 3_100, attempts: 2 }),
    failure: ZERO_ROWS,
    at: "file:///home/ana/study/rules/analysis/figures.ts:212",
    tail: ["filter featurization='simple1.0' classifier='CATBOOST' -> 0 rows"],
  });
  add(3_310, "steps.blocked", { by: "figures/shap-beeswarm", steps: ["paper/main.pdf", "a", "b"] });
  add(
    9_600,
    "step.finished",
    finishedStep("figures/forest-outlier", { outputs: [output("a"), output("b")] }),
  );
  add(9_700, "step.started", startedStep("figures/heat", { expectMs: 400_000 }));
  add(70_000, "step.finished", finishedStep("figures/heat", { outcome: "same", durMs: 60_300 }));
  add(
    70_100,
    "run.finished",
    finished({ built: 1, same: 1, failed: 1, blocked: 3 }, { outcome: "failed", exit: 1, durMs: 70_100 }),
  );
  reporter.end();
}

const FAILURE = [
  "error[PLR034]: figures/shap-beeswarm: zero rows after filter",
  "  rule      figures/shap-beeswarm   rules/analysis/figures.ts:212",
  "  at        rules/analysis/tasks/shap.ts:48",
  "  needed by paper/main.pdf and 2 more (blocked)",
  "  classifier = 'CATBOOST'",
  "  | filter featurization='simple1.0' classifier='CATBOOST' -> 0 rows",
  "hint: the database has 'CatBoost' (316 rows); names are case-sensitive",
  "log:  plr log figures/shap-beeswarm",
];
const SUMMARY = [
  "plr: FAILED in 1m10s: 1 failed, 3 blocked, 1 built, 1 same output, 6 not run #41",
  "  ✗ figures/shap-beeswarm   PLR034 zero rows after filter    rules/…/shap.ts:48",
  "  ⊘ paper/main.pdf and 2 more, blocked by the above",
  "next: plr log figures/shap-beeswarm   ·   plr build -k figures",
];

test("a log has a line for each step that ran, the whole failure, and how far it is each 30 s", () => {
  const told = tell("plain");
  failingBuild(told);
  assert.deepEqual(told.story().split("\n"), [
    "plr: build figures: 12 of 3,504 steps to check or run, ≥ 4 min, -j2  #41",
    "[ 1/12] FAILED   figures/shap-beeswarm       3.1s  PLR034 zero rows after filter",
    ...FAILURE,
    "[ 5/12] built    figures/forest-outlier      9.4s  2 files",
    "plr: 5/12 done, 1 failed, 1 running (longest figures/heat 20s)",
    "plr: 5/12 done, 1 failed, 1 running (longest figures/heat 50s)",
    "[ 6/12] same     figures/heat               1m00s  same output",
    ...SUMMARY,
    "",
  ]);
  assert.deepEqual(told.answers, []);
  assert.equal(told.screen.timers(), 0);
});

test("a log of a build with nothing to do is one line", () => {
  const told = tell("plain");
  told.add(0, "run.started", started());
  told.add(200, "check.finished", checked({ stale: 0 }));
  told.add(210, "run.finished", finished({ fresh: 1 }));
  assert.equal(told.story(), "plr: nothing to do, 1 step fresh (0.21 s)\n");
});

test("a failure that blocks nothing is told soon, though no event follows", () => {
  const told = tell("plain");
  told.add(0, "run.started", started());
  told.add(1, "check.finished", checked());
  told.add(2, "step.started", startedStep("a"));
  told.add(500, "step.finished", {
    ...finishedStep("a", { outcome: "failed" }),
    failure: { reason: "killed", signal: "SIGKILL" },
  });
  told.screen.pass(99);
  assert.doesNotMatch(told.story(), /PLR032/);
  told.screen.pass(1);
  assert.match(
    told.story(),
    /error\[PLR032\]: a: ended by SIGKILL\n {2}rule {6}a\nhint: .*\nlog: {2}plr log a\n$/,
  );
});

test("a step that could not start has no log", () => {
  const told = tell("quiet");
  told.add(0, "run.started", started());
  told.add(1, "step.finished", {
    ...finishedStep("b c", { outcome: "failed", attempts: 0, durMs: 0 }),
    failure: { reason: "input-unreadable", path: "data/x.csv", code: "EACCES" },
  });
  told.reporter.end();
  assert.deepEqual(told.story().split("\n"), [
    "✗ b c cannot run",
    "error[PLR038]: b c: data/x.csv cannot be read (EACCES)",
    "  rule      b c",
    "hint: check its permissions",
    "",
  ]);
});

test("quiet: failures and how it ended; nothing where all went well", () => {
  const failing = tell("quiet");
  failingBuild(failing);
  assert.deepEqual(failing.story().split("\n"), [
    "✗ figures/shap-beeswarm failed after 3.1s, attempt 2",
    ...FAILURE,
    ...SUMMARY,
    "",
  ]);
  const fine = tell("quiet");
  fine.add(0, "run.started", started());
  fine.add(1, "check.finished", checked());
  fine.add(2, "step.finished", finishedStep("a"));
  fine.add(3, "step.notice", { level: "warn", code: "x", message: "y" });
  fine.add(4, "run.finished", finished({ built: 1 }));
  fine.reporter.end();
  assert.equal(fine.story(), "");
});

test("verbose: what steps print, with their name and without escapes", () => {
  const told = tell("plain", { verbose: true });
  failingBuild(told);
  assert.match(told.story(), /^figures\/shap-beeswarm \| filter rows$/m);
});

test("explain: why each stale step is stale, when that is known", () => {
  const told = tell("plain", { explain: true });
  failingBuild(told);
  assert.deepEqual(told.story().split("\n").slice(1, 3), [
    "◇ figures/forest-outlier is stale",
    "  input  data/synthetic/results.db : essential_metrics 3f9c12ab -> a1d0ee90  from extraction/merge",
  ]);
});

test("what was moved, removed, noticed or is waited for is told once each", () => {
  const told = tell("plain");
  told.add(0, "run.started", started());
  told.add(1, "run.waiting", { for: undefined });
  told.add(900, "run.waiting", { for: undefined });
  told.add(1_000, "run.waited", { waitedMs: 62_000 });
  told.add(1_001, "step.notice", {
    level: "warn",
    step: "a",
    code: "tz",
    message: "no TZ\u001b[2J",
    hint: "set it",
  });
  told.add(1_002, "step.notice", { level: "info", code: "x", message: "hello" });
  told.add(1_003, "output.movedAside", { path: "figures/a.png", to: ".plr-cache/aside/41/figures/a.png" });
  told.add(1_004, "outputs.removed", { paths: ["figures/old.png"] });
  told.add(1_005, "orphans.found", { paths: ["figures/older.png"] });
  told.add(1_006, "run.cancelling", { signal: "SIGINT" });
  told.screen.pass(1_000);
  assert.deepEqual(told.story().split("\n"), [
    "plr: waiting for another build     Ctrl-C ends",
    "plr: the other build ended after 1m02s; checking again",
    "warning: a: no TZ",
    "hint: set it",
    "note: hello",
    "⚑ figures/a.png was not as plr left it; kept as .plr-cache/aside/41/figures/a.png",
    "plr: removed figures/old.png: no rule makes that any more",
    "! figures/older.png  orphan, changed since plr wrote it (plr clean --orphans)",
    "plr: cancelling, running steps get 10 s to end (again to kill them)",
    "",
  ]);
});

test("json: each event is one line on stdout, and nothing is on stderr", () => {
  const told = tell("json");
  failingBuild(told);
  assert.deepEqual(
    told.answers.map((line) => JSON.parse(line) as unknown),
    told.tape.events,
  );
  assert.ok(told.answers.every((line) => line.endsWith("\n") && line.indexOf("\n") === line.length - 1));
  assert.equal(told.story(), "");
});

test("the live view needs a terminal that moves its cursor, and somebody before it", () => {
  const seen = { json: false, quiet: false, isTTY: true, env: { TERM: "xterm" } };
  assert.equal(chooseReporter(seen), "terminal");
  assert.equal(chooseReporter({ ...seen, env: { TERM: "dumb" } }), "plain");
  assert.equal(chooseReporter({ ...seen, env: { TERM: "xterm", CI: "true" } }), "plain");
  assert.equal(chooseReporter({ ...seen, isTTY: false }), "plain");
  assert.equal(chooseReporter({ ...seen, quiet: true }), "quiet");
  assert.equal(chooseReporter({ ...seen, quiet: true, json: true }), "json");
});

test("lines that come thick and fast are written together, in order, and none is held for long", () => {
  const told = tell("plain", { verbose: true });
  told.add(0, "run.started", started());
  told.add(1, "run.waiting", { for: undefined });
  const before = told.screen.writes.length;
  for (let line = 0; line < 100; line++) told.add(2, "step.output", { step: "a", last: `line ${line}` });
  assert.equal(told.screen.writes.length, before);
  told.screen.pass(50);
  assert.equal(told.screen.writes.length, before + 1);
  assert.deepEqual(
    told.story().split("\n").slice(1, 101),
    Array.from({ length: 100 }, (_, line) => `a | line ${line}`),
  );
});
