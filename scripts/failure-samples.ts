import type { Failure } from "../src/engine/failure.ts";

type Samples = { readonly [R in Failure["reason"]]: Extract<Failure, { readonly reason: R }> };

const rule = { name: "RULE", at: "plrfile.ts:12" };
const rules = [rule, { name: "RULE-2", at: "plrfile.ts:20" }] as const;
const path = "PATH";
const file = "FILE";
const code = "EACCES";
const message = "MESSAGE";
const hint = undefined;
const at = undefined;

/** One failure of each reason, with capitals for what varies: a new reason does not compile until it has one. */
export const failureSamples: Samples = {
  "no-plrfile": { reason: "no-plrfile", from: "FOLDER" },
  "plrfile-failed": { reason: "plrfile-failed", file: "plrfile.ts", message, frame: "" },
  "not-a-project": { reason: "not-a-project", file: "plrfile.ts" },
  "plrfile-there": { reason: "plrfile-there", file: "plrfile.ts" },
  "unknown-target": { reason: "unknown-target", target: "figurs", known: ["figures"] },
  "absent-target": { reason: "absent-target", target: "figures/map", why: "the study has no places" },
  "two-owners": { reason: "two-owners", path, rules },
  "output-within-output": { reason: "output-within-output", outer: "out", inner: "out/PATH", rules },
  "two-rules-of-one-name": { reason: "two-rules-of-one-name", name: "RULE" },
  cycle: { reason: "cycle", path: ["a", "b", "a"] },
  "unknown-input": { reason: "unknown-input", path, rule, checkpoint: false },
  "unusable-input": { reason: "unusable-input", path, wanted: "file", rule, code },
  "checkpoints-unreadable": { reason: "checkpoints-unreadable", message: "MESSAGE" },
  "undefined-edge": { reason: "undefined-edge", rule, edge: "EDGE" },
  "unknown-pool": { reason: "unknown-pool", rule, pool: "gpus", known: ["gpu"] },
  "other-name": { reason: "other-name", path, output: "OUTPUT", rule },
  "outside-project": { reason: "outside-project", path, rule },
  "private-to-public": { reason: "private-to-public", rule, input: "INPUT", output: "OUTPUT" },
  "template-collision": { reason: "template-collision", template: "rows/{key}.json", path, rules },
  "template-without-key": { reason: "template-without-key", template: "rows/all.json", rule },
  "code-unreadable": { reason: "code-unreadable", file, line: 3, message, rule },
  "computed-import": { reason: "computed-import", file, line: 3, rule },
  "task-imports-rules": { reason: "task-imports-rules", file, imports: "plrfile.ts", rule },
  "bad-key": { reason: "bad-key", rule: "RULE", key: "KEY", problem: "repeated" },
  "item-failed": { reason: "item-failed", rule, item: "ITEM", message },
  "unordered-input": { reason: "unordered-input", rule, path, maker: "RULE-2" },
  "private-checkpoint": { reason: "private-checkpoint", path },
  "nothing-to-accept": { reason: "nothing-to-accept", step: "STEP", path },
  "lock-lost": { reason: "lock-lost", path: ".plr-cache/lock" },
  "not-a-list": { reason: "not-a-list", rule: "RULE", manifest: "MANIFEST" },
  "probe-failed": { reason: "probe-failed", probe: "PROBE", message, hint },
  "checkpoint-mismatch": { reason: "checkpoint-mismatch", path, expected: "DIGEST", found: "DIGEST-2" },
  "build-running": { reason: "build-running", run: 41, pid: 4711, host: "HOST" },
  "state-not-writable": { reason: "state-not-writable", path: ".plr-cache/journal", code },
  "no-strace": { reason: "no-strace", why: "refused", message },
  "task-failed": { reason: "task-failed", message, hint, at },
  "task-not-loaded": { reason: "task-not-loaded", message, at },
  exited: { reason: "exited", command: "COMMAND", exitCode: 3 },
  killed: { reason: "killed", signal: "SIGKILL" },
  "not-started": { reason: "not-started", command: "COMMAND", code: "ENOENT" },
  "unknown-placeholder": { reason: "unknown-placeholder", placeholder: "{in.rwos}", known: ["{in.rows}"] },
  "timed-out": { reason: "timed-out", seconds: 60 },
  cancelled: { reason: "cancelled" },
  "discovered-cycle": { reason: "discovered-cycle", path, cycle: ["a", "b", "a"] },
  "depfile-unreadable": { reason: "depfile-unreadable", problem: "PROBLEM" },
  "output-not-written": { reason: "output-not-written", path },
  "undeclared-output": { reason: "undeclared-output", path },
  "not-a-file": { reason: "not-a-file", path },
  "not-a-folder": { reason: "not-a-folder", path },
  "link-in-folder": { reason: "link-in-folder", path, kind: "link" },
  "input-unreadable": { reason: "input-unreadable", path, code },
  "view-failed": { reason: "view-failed", path, view: "json:/auroc", message },
  "inputs-kept-changing": { reason: "inputs-kept-changing", paths: [path] },
  "not-writable": { reason: "not-writable", path, code },
};
