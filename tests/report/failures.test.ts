import assert from "node:assert/strict";
import { test } from "node:test";
import type { Failure } from "../../src/engine/failure.ts";
import { failureLines } from "../../src/report/failure-text.ts";
import { describeFailure, exitCodeOf } from "../../src/report/failures.ts";
import { createLook } from "../../src/report/look.ts";
import { PLAIN_LOOK } from "./support/fake-screen.ts";

const RULE = { name: "figures/forest", at: "rules/figures.ts:40" };
const OTHER = { name: "figures/fig02", at: undefined };

/** One of each; the numbers are a promise, so they stand here a second time. */
const ALL: {
  readonly [R in Failure["reason"]]: readonly [code: string, failure: Extract<Failure, { reason: R }>];
} = {
  "no-plrfile": ["PLR023", { reason: "no-plrfile", from: "/tmp/x" }],
  "unknown-target": ["PLR002", { reason: "unknown-target", target: "figurs", known: ["figures"] }],
  "absent-target": [
    "PLR097",
    { reason: "absent-target", target: "figures/map", why: "the study has no places" },
  ],
  "plrfile-failed": [
    "PLR003",
    { reason: "plrfile-failed", file: "plrfile.ts", message: "no\nyes", frame: "1 | x" },
  ],
  "not-a-project": ["PLR004", { reason: "not-a-project", file: "plrfile.ts" }],
  "plrfile-there": ["PLR070", { reason: "plrfile-there", file: "plrfile.ts" }],
  "two-rules-of-one-name": ["PLR005", { reason: "two-rules-of-one-name", name: "a" }],
  cycle: ["PLR006", { reason: "cycle", path: ["a", "b", "a"] }],
  "two-owners": ["PLR007", { reason: "two-owners", path: "figures/fig02.png", rules: [RULE, OTHER] }],
  "output-within-output": [
    "PLR042",
    { reason: "output-within-output", outer: "a", inner: "a/b", rules: [RULE, OTHER] },
  ],
  "unknown-pool": ["PLR065", { reason: "unknown-pool", rule: RULE, pool: "gpus", known: ["gpu"] }],
  "build-running": ["PLR066", { reason: "build-running", run: 41, pid: 4711, host: "lab-3" }],
  "nothing-to-accept": ["PLR067", { reason: "nothing-to-accept", step: "figures/heat", path: "a.png" }],
  "unknown-input": ["PLR008", { reason: "unknown-input", path: "data/x", rule: RULE, checkpoint: false }],
  "unusable-input": [
    "PLR043",
    { reason: "unusable-input", path: "data/x", wanted: "file", rule: RULE, code: "ELOOP" },
  ],
  "checkpoints-unreadable": ["PLR045", { reason: "checkpoints-unreadable", message: "MESSAGE" }],
  "undefined-edge": ["PLR044", { reason: "undefined-edge", rule: RULE, edge: "inputs.rows" }],
  "other-name": ["PLR077", { reason: "other-name", path: "../x", output: "/data/x", rule: RULE }],
  "outside-project": ["PLR009", { reason: "outside-project", path: "../x", rule: RULE }],
  "private-to-public": [
    "PLR010",
    { reason: "private-to-public", rule: RULE, input: "data/p", output: "figures/x" },
  ],
  "template-collision": [
    "PLR011",
    { reason: "template-collision", template: "a/{key}", path: "a/b", rules: [RULE, OTHER] },
  ],
  "output-not-written": ["PLR012", { reason: "output-not-written", path: "figures/roc.svg" }],
  "template-without-key": ["PLR013", { reason: "template-without-key", template: "a/b", rule: RULE }],
  "code-unreadable": [
    "PLR014",
    { reason: "code-unreadable", file: "t.ts", line: 3, message: "Unexpected token", rule: RULE },
  ],
  "computed-import": ["PLR015", { reason: "computed-import", file: "t.ts", line: 3, rule: RULE }],
  "task-imports-rules": [
    "PLR016",
    { reason: "task-imports-rules", file: "t.ts", imports: "plrfile.ts", rule: RULE },
  ],
  "bad-key": ["PLR017", { reason: "bad-key", rule: "a", key: "x/y", problem: "unsafe" }],
  "not-a-list": ["PLR018", { reason: "not-a-list", rule: "a", manifest: "m.json" }],
  "probe-failed": [
    "PLR019",
    { reason: "probe-failed", probe: "mlflow/runs", message: "refused", hint: undefined },
  ],
  "checkpoint-mismatch": [
    "PLR020",
    { reason: "checkpoint-mismatch", path: "db", expected: "aa", found: "bb" },
  ],
  "unknown-placeholder": ["PLR085", { reason: "unknown-placeholder", placeholder: "{in.a}", known: [] }],
  "timed-out": ["PLR021", { reason: "timed-out", seconds: 600 }],
  "state-not-writable": ["PLR022", { reason: "state-not-writable", path: ".plr-cache/lock", code: "EROFS" }],
  "no-strace": ["PLR095", { reason: "no-strace", why: "refused", message: "PTRACE_TRACEME" }],
  "item-failed": ["PLR024", { reason: "item-failed", rule: RULE, item: "{}", message: "no id" }],
  "unordered-input": ["PLR025", { reason: "unordered-input", rule: RULE, path: "a/b", maker: "c" }],
  "private-checkpoint": ["PLR026", { reason: "private-checkpoint", path: "data/p" }],
  "lock-lost": ["PLR027", { reason: "lock-lost", path: ".plr-cache/lock" }],
  "task-not-loaded": ["PLR030", { reason: "task-not-loaded", message: "no export", at: "t.ts:1" }],
  exited: ["PLR031", { reason: "exited", command: "Rscript x.R", exitCode: 3 }],
  killed: ["PLR032", { reason: "killed", signal: "SIGKILL" }],
  "not-started": ["PLR033", { reason: "not-started", command: "latexmk", code: "ENOENT" }],
  "task-failed": ["PLR034", { reason: "task-failed", message: "zero rows", hint: undefined, at: undefined }],
  cancelled: ["PLR035", { reason: "cancelled" }],
  "discovered-cycle": ["PLR055", { reason: "discovered-cycle", path: "a.tex", cycle: ["a", "b", "a"] }],
  "depfile-unreadable": ["PLR056", { reason: "depfile-unreadable", problem: "ENOENT" }],
  "undeclared-output": ["PLR036", { reason: "undeclared-output", path: "figures/x.tmp" }],
  "not-a-file": ["PLR037", { reason: "not-a-file", path: "data" }],
  "not-a-folder": ["PLR075", { reason: "not-a-folder", path: "out/tiles" }],
  "link-in-folder": ["PLR076", { reason: "link-in-folder", path: "out/tiles/x", kind: "link" }],
  "input-unreadable": ["PLR038", { reason: "input-unreadable", path: "data/x", code: "EACCES" }],
  "view-failed": [
    "PLR039",
    { reason: "view-failed", path: "x.db", view: "table:metrics", message: "no such table" },
  ],
  "inputs-kept-changing": ["PLR040", { reason: "inputs-kept-changing", paths: ["a", "b"] }],
  "not-writable": ["PLR041", { reason: "not-writable", path: "figures/x", code: "ENOSPC" }],
};

test("each failure has its own number, and keeps it", () => {
  for (const [code, failure] of Object.values(ALL)) assert.equal(describeFailure(failure).code, code);
  assert.equal(new Set(Object.values(ALL).map(([code]) => code)).size, Object.keys(ALL).length);
});

test("each failure names every fact that it carries, in one line for the title", () => {
  for (const [, failure] of Object.values(ALL)) {
    const { title, facts, excerpt = [], hint = "" } = describeFailure(failure);
    assert.doesNotMatch(title, /\n|\.$|undefined|\[object/);
    const text = [title, ...facts.flat(), ...excerpt, hint].join("\n");
    const { reason, ...carried } = failure;
    for (const value of Object.values(carried).flat()) {
      if (typeof value === "boolean" || value === undefined) continue;
      if (failure.reason === "unknown-target" && value === "figures") continue;
      if (failure.reason === "bad-key" && value === "unsafe") continue;
      if (failure.reason === "inputs-kept-changing" && value === "b") continue;
      const words = typeof value === "object" ? [value.name, value.at ?? ""] : String(value).split(/\n|:/);
      for (const word of words) assert.ok(text.includes(word), `${reason} does not say ${word}:\n${text}`);
    }
  }
});

test("a failure that only a user can repair says how", () => {
  for (const [, failure] of Object.values(ALL)) {
    const { title, hint } = describeFailure(failure);
    if (failure.reason === "exited" || failure.reason === "task-failed") continue;
    assert.ok(hint !== undefined || title.includes("did you mean"), `${failure.reason} has no hint`);
  }
});

test("a project that cannot be read ends with 2, a step with 1, Ctrl-C with 130", () => {
  assert.equal(exitCodeOf(ALL["two-owners"][1]), 2);
  assert.equal(exitCodeOf(ALL["item-failed"][1]), 2);
  assert.equal(exitCodeOf(ALL["task-failed"][1]), 1);
  assert.equal(exitCodeOf(ALL["timed-out"][1]), 1);
  assert.equal(exitCodeOf(ALL.cancelled[1]), 130);
});

test("a failure before anything runs, as it is printed", () => {
  assert.deepEqual(failureLines(ALL["two-owners"][1], PLAIN_LOOK), [
    "error[PLR007]: two rules claim figures/fig02.png",
    "  figures/forest rules/figures.ts:40",
    "  figures/fig02",
    "hint: give one of them another output; nothing was run",
  ]);
  assert.deepEqual(failureLines(ALL["unknown-target"][1], PLAIN_LOOK), [
    'error[PLR002]: no target "figurs"; did you mean "figures"?',
  ]);
  assert.deepEqual(failureLines(ALL["plrfile-failed"][1], PLAIN_LOOK), [
    "error[PLR003]: plrfile.ts cannot be loaded: no",
    "  yes",
    "  1 | x",
    "hint: correct it; nothing was run",
  ]);
});

test("texts from elsewhere cannot move the cursor, and places are shown from the project's root", () => {
  const failure: Failure = {
    reason: "task-failed",
    message: "bad\u001b[2J\u001b]0;x\u0007 file:///home/ana/my%20study/t.ts",
    hint: "see /home/ana/my study/data/x.csv",
    at: "file:///home/ana/my%20study/t.ts:3",
  };
  const look = createLook(false, { LANG: "C.UTF-8" }, "/home/ana/my study");
  assert.deepEqual(failureLines(failure, look), [
    "error[PLR034]: bad t.ts",
    "  at        t.ts:3",
    "hint: see data/x.csv",
  ]);
});

test("hints follow the cause", () => {
  const hintOf = (failure: Failure): string => describeFailure(failure).hint ?? "";
  assert.match(
    hintOf({ reason: "unknown-input", path: "db", rule: RULE, checkpoint: true }),
    /--from-checkpoint/,
  );
  assert.match(hintOf({ reason: "not-writable", path: "x", code: "EACCES" }), /permissions/);
  assert.match(hintOf({ reason: "not-writable", path: "x", code: "ENOSPC" }), /space/);
  assert.match(hintOf({ reason: "killed", signal: "SIGKILL" }), /memory/);
  assert.equal(
    hintOf({ reason: "probe-failed", probe: "p", message: "m", hint: "start MLflow" }),
    "start MLflow",
  );
});
