import assert from "node:assert/strict";
import { test } from "node:test";
import { createReporter } from "../../src/report/create-reporter.ts";
import { displayWidth } from "../../src/report/display-width.ts";
import {
  checked,
  createTape,
  finished,
  finishedStep,
  output,
  started,
  startedStep,
} from "./support/events.ts";
import { createFakeScreen, type FakeScreen, PLAIN_LOOK, play } from "./support/fake-screen.ts";

process.env["TZ"] = "UTC";

function terminal(screen: FakeScreen, more: { verbose?: boolean; explain?: boolean } = {}) {
  const tape = createTape();
  const reporter = createReporter({
    kind: "terminal",
    verbose: false,
    explain: false,
    ...more,
    screen,
    look: PLAIN_LOOK,
    write: () => assert.fail("stdout is for the answer"),
  });
  const add: typeof tape.add = (ms, type, body) => {
    screen.passTo(ms);
    const event = tape.add(ms, type, body);
    reporter.event(event);
    return event;
  };
  return { add, reporter };
}

/** Two steps running out of four, after two that ended. */
function underWay(screen: FakeScreen, more: { verbose?: boolean } = {}) {
  const { add, reporter } = terminal(screen, more);
  add(0, "run.started", started());
  add(200, "check.finished", checked({ stale: 300, possible: 18, expectMs: 420_000 }));
  add(210, "step.started", startedStep("figures/shap-multi", { expectMs: 150_000 }));
  add(220, "step.started", startedStep("figures/vif", { expectMs: 25_000, worker: 1 }));
  add(230, "step.progress", { step: "figures/shap-multi", done: 812, total: 1000, unit: "bootstrap" });
  add(240, "step.output", { step: "figures/vif", last: "reading\tvif_analysis" });
  return { add, reporter };
}

test("a build with nothing to do is one line, and one write", () => {
  const screen = createFakeScreen();
  const { add, reporter } = terminal(screen);
  add(0, "run.started", started());
  add(205, "check.finished", checked({ stale: 0 }));
  add(210, "run.finished", finished({ fresh: 3504 }));
  reporter.end();
  assert.deepEqual(screen.writes, ["plr: nothing to do, 3,504 steps fresh (0.21 s)\n"]);
  assert.equal(screen.timers(), 0);
});

test("the live view at 80 columns", () => {
  const screen = createFakeScreen();
  underWay(screen);
  screen.passTo(124_400);
  assert.equal(
    screen.text(),
    [
      "figures  0/318  about 2 min left                                     2m04s  #41",
      " ▶ figures/shap-multi            2m03s of ~2m30s  bootstrap 812/1000",
      " ▶ figures/vif                   2m03s of ~25s    slow · reading vif_analysis",
    ].join("\n"),
  );
});

test("the live view at 200 columns says states in words and shows the newest line with its time", () => {
  const screen = createFakeScreen({ columns: 200 });
  const { add } = underWay(screen);
  add(300, "step.finished", finishedStep("figures/vif"));
  screen.passTo(124_400);
  assert.equal(
    screen.text(),
    [
      "figures  1/318  ✓ 1 built  ○ 298 queued   [>-----------------------------]  about 2 min left (12:05)   jobs 1/2" +
        " ".repeat(78) +
        "2m04s  #41",
      " ▶ figures/shap-multi            2m03s of ~2m30s  bootstrap 812/1000",
    ].join("\n"),
  );
});

test("what lasts is printed above the live view once, and the view is gone at the end", () => {
  const screen = createFakeScreen();
  const { add, reporter } = underWay(screen);
  screen.passTo(2_000);
  add(3_300, "step.finished", {
    ...finishedStep("figures/vif", { outcome: "failed", durMs: 3_100, attempts: 2 }),
    failure: { reason: "task-failed", message: "zero rows after filter", hint: undefined, at: undefined },
    tail: ["filter CATBOOST -> 0 rows"],
  });
  add(3_310, "steps.blocked", { by: "figures/vif", steps: ["paper/main.pdf", "paper/b", "paper/c"] });
  screen.passTo(5_000);
  const failure = [
    "✗ figures/vif failed after 3.1s, attempt 2",
    "error[PLR034]: figures/vif: zero rows after filter",
    "  rule      figures/vif",
    "  needed by paper/main.pdf and 2 more (blocked)",
    "  | filter CATBOOST -> 0 rows",
    "log:  plr log figures/vif",
  ];
  assert.equal(
    screen.text(),
    [
      ...failure,
      "figures  4/318  ✗1 ⊘3  about 3 min left                                 5s  #41",
      " ▶ figures/shap-multi               4s of ~2m30s  bootstrap 812/1000",
    ].join("\n"),
  );
  add(48_000, "step.finished", finishedStep("figures/shap-multi", { outputs: [output("a.png")] }));
  add(
    48_010,
    "run.finished",
    finished({ failed: 1, blocked: 3, built: 1 }, { outcome: "failed", exit: 1, durMs: 48_010 }),
  );
  reporter.end();
  assert.equal(
    screen.text(),
    [
      ...failure,
      "plr: FAILED in 48s: 1 failed, 3 blocked, 1 built, 313 not run               #41",
      "  ✗ figures/vif   PLR034 zero rows after filter",
      "  ⊘ paper/main.pdf and 2 more, blocked by the above",
      "next: plr log figures/vif   ·   plr build -k figures",
    ].join("\n"),
  );
  assert.equal(screen.timers(), 0);
});

test("at most ten drawings a second, however many events", () => {
  const screen = createFakeScreen();
  const { add } = underWay(screen);
  screen.passTo(1_000);
  const before = screen.writes.length;
  for (let ms = 1_000; ms < 2_000; ms += 2)
    add(ms, "step.progress", { step: "figures/shap-multi", done: ms });
  assert.ok(screen.writes.length - before <= 10, `${screen.writes.length - before} drawings`);
  assert.ok(screen.writes.length - before >= 9, "changes are shown while they happen");
});

test("the clocks move once a second without events", () => {
  const screen = createFakeScreen();
  underWay(screen);
  screen.passTo(1_000);
  const before = screen.writes.length;
  screen.passTo(11_000);
  assert.equal(screen.writes.length - before, 10);
});

test("no more lines than the window less three, and never more than twelve", () => {
  for (const [rows, lines] of [
    [24, 12],
    [9, 6],
    [4, 1],
    [2, 1],
  ] as const) {
    const screen = createFakeScreen({ rows });
    const { add } = terminal(screen);
    add(0, "run.started", started());
    add(1, "check.finished", checked({ stale: 40 }));
    for (let at = 0; at < 20; at++) add(2, "step.started", startedStep(`s${at}`));
    screen.passTo(500);
    const shown = screen.text().split("\n");
    assert.equal(shown.length, lines);
    if (lines > 1) assert.equal(shown.at(-1), ` … ${20 - (lines - 2)} more`);
  }
});

test("lines are cut by cells: wide characters and long ids never wrap", () => {
  for (const columns of [20, 40, 61, 80, 81, 120, 199]) {
    const screen = createFakeScreen({ columns });
    const { add } = terminal(screen);
    add(0, "run.started", started({ targets: ["図表/瞳孔反射", "論文"] }));
    add(1, "check.finished", checked({ stale: 40, expectMs: 1e6 }));
    add(
      2,
      "step.started",
      startedStep("図表/瞳孔反射の感度分析と混合モデルの図 8f3c12ab", { expectMs: 9_000 }),
    );
    add(3, "step.output", {
      step: "図表/瞳孔反射の感度分析と混合モデルの図 8f3c12ab",
      last: "読み込み中".repeat(30),
    });
    screen.passTo(500);
    const lines = screen.text().split("\n");
    assert.equal(lines.length, 2, `${columns} columns:\n${screen.text()}`);
    for (const line of lines) assert.ok(displayWidth(line) < columns, line);
    if (columns >= 80) assert.match(lines[1] ?? "", /^ ▶ 図表\/.*….*8f3c12ab /);
  }
});

test("a window made narrower while lines are up is cleared as a whole", () => {
  const screen = createFakeScreen();
  underWay(screen);
  screen.passTo(1_000);
  const long = screen.text().split("\n");
  assert.equal(long.length, 3);
  const before = screen.writes.length;
  screen.columns = 40;
  screen.passTo(2_000);
  // The terminal has wrapped the old lines: 79, 70 and 73 cells are two rows each.
  const next = screen.writes.slice(before).join("");
  assert.ok(next.startsWith("\u001b[5A\r"), JSON.stringify(next.slice(0, 20)));
  assert.equal(play(next.slice(4), 40).split("\n").length, 3);
});

test("a long check shows itself; a short one does not", () => {
  const screen = createFakeScreen();
  const { add } = terminal(screen);
  add(0, "run.started", started());
  screen.passTo(900);
  assert.equal(screen.text(), "");
  screen.passTo(3_500);
  assert.equal(screen.text(), "plr: checking  3s");
});

test("waiting for another build is said once, with a clock", () => {
  const screen = createFakeScreen();
  const { add } = terminal(screen);
  const owner = { run: 40, pid: 3920, host: "lab-3" };
  add(0, "run.started", started());
  for (let ms = 100; ms < 4_000; ms += 1_000) add(ms, "run.waiting", { for: owner });
  screen.passTo(5_300);
  const line = "plr: waiting for build #40 (process 3920 on lab-3)     Ctrl-C ends";
  assert.equal(screen.text(), `${line}\nplr: waiting for #40  5s`);
  add(6_000, "run.waited", { waitedMs: 5_900 });
  add(6_100, "check.finished", checked({ stale: 0 }));
  add(6_110, "run.finished", finished({ fresh: 3 }, { durMs: 6_110 }));
  assert.equal(
    screen.text(),
    [line, "plr: #40 ended after 5s; checking again", "plr: nothing to do, 3 steps fresh (6.11 s)"].join(
      "\n",
    ),
  );
});

test("a build that breaks off leaves the screen clean", () => {
  const screen = createFakeScreen();
  const { reporter } = underWay(screen);
  screen.passTo(1_000);
  reporter.end();
  reporter.end();
  assert.equal(screen.text(), "");
  assert.equal(screen.timers(), 0);
});

test("verbose: each finished step and what steps print, above the view", () => {
  const screen = createFakeScreen();
  const { add } = underWay(screen, { verbose: true });
  add(
    9_600,
    "step.finished",
    finishedStep("figures/vif", { outputs: [output("a"), output("b"), output("c")] }),
  );
  screen.passTo(10_100);
  assert.equal(
    screen.text().split("\n").slice(0, 2).join("\n"),
    [
      "figures/vif | reading   vif_analysis",
      "[  1/318] built    figures/vif                 9.4s  3 files",
    ].join("\n"),
  );
});
