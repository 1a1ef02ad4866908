// Programs and scripts in a shell that stays, beside the same in a process of their own.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Job, JobResult, Runner } from "../../src/engine/host.ts";
import type { Action } from "../../src/engine/rule.ts";
import { createFiles } from "../../src/host/files.ts";
import { createHash } from "../../src/host/hash.ts";
import { createRunner } from "../../src/host/runner.ts";

const CACHE = ".plr-cache";
const root = mkdtempSync(join(tmpdir(), "plr-shell-"));
after(() => rmSync(root, { recursive: true, force: true }));
const files = createFiles(root, CACHE, await createHash());

interface Asked {
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly onLine?: (line: string) => void;
}

let logs = 0;

function runnerFor(t: { after: (done: () => void) => void }, signal = new AbortController().signal) {
  const runner = createRunner(files, CACHE, signal);
  t.after(runner.kill);
  const run = async (action: Action, asked: Asked = {}): Promise<{ result: JobResult; log: string }> => {
    const logFile = `${CACHE}/logs/${++logs}.log`;
    const { env = { PATH: process.env["PATH"] ?? "" }, timeoutMs, onLine = () => {} } = asked;
    const job: Job = {
      step: "step",
      action,
      module: undefined,
      code: [],
      inputs: {},
      outputs: {},
      params: {},
      pool: undefined,
      env,
      depfile: ".plr-cache/depfile",
      logFile,
      timeoutMs,
    };
    const result = await runner.run(job, 0, { output: onLine, progress: () => {} });
    const path = join(root, logFile);
    return { result, log: existsSync(path) ? readFileSync(path, "utf8") : "(no log)" };
  };
  return { runner: runner satisfies Runner, run };
}

const script = (text: string, isolated = false): Action => ({ type: "script", text, isolated });
const exec = (...args: string[]): Action => ({ type: "exec", args, isolated: false });
const isolated = (action: Action): Action =>
  action.type === "task" ? action : { ...action, isolated: true };

const ENDS: Readonly<Record<string, Action>> = {
  "nothing to complain of": script("true"),
  "a code": script("exit 7"),
  "a code that looks like a signal's": script("exit 137"),
  "the same by a program": exec("sh", "-c", "exit 143"),
  "a program that a signal ended": exec("sh", "-c", "kill -KILL $$"),
  "a script that a signal ended": script("exec sh -c 'kill -SEGV $$'"),
  "a signal that shells say nothing of": exec("sh", "-c", "kill -PIPE $$"),
  "a program that is not there": exec("no-such-program", "x"),
  "a program that may not be run": exec("/etc/passwd"),
  "a program with the code of one that is not there": exec("sh", "-c", "exit 127"),
  "a script with an error in its text": script("if then"),
  "a script of one program": script("ls /"),
  "the same with its own redirections": script("ls / > /dev/null"),
  "one whose input is not there": script("cat < no-such-file"),
  "one whose program is not there": script("no-such-program x"),
  "one that is cut short": script("cat >"),
  "one word with a meaning to shells": script("exit 3"),
  "the same as a program": exec("exit", "3"),
  "a name that shells know, as a program": exec("echo", "-n", "a"),
  "quotes, blanks and lines": exec(
    "sh",
    "-c",
    'test "$1" = "a \'b\' \\ $x\nc" || exit 9',
    "sh",
    "a 'b' \\ $x\nc",
  ),
};

for (const [what, action] of Object.entries(ENDS)) {
  test(`it ends as in a process of its own: ${what}`, async (t) => {
    const { run } = runnerFor(t);
    const own = await run(isolated(action));
    const { result, log } = await run(action);
    assert.deepEqual({ ...result, tail: [] }, { ...own.result, tail: [] });
    // Where a shell says what is wrong, its words are not the same.
    if (result.ok) assert.equal(log, own.log);
    else assert.equal(log === "(no log)", own.log === "(no log)" && result.failure.reason !== "not-started");
    assert.equal((await run(script("true"))).result.ok, true, "and the next step runs");
  });
}

test("a script that ends the shell itself is killed, and the next one gets a new shell", async (t) => {
  const { run } = runnerFor(t);
  for (const signal of ["KILL", "TERM"]) {
    const { result } = await run(script(`kill -${signal} $$`));
    assert.deepEqual(result.ok || result.failure, { reason: "killed", signal: `SIG${signal}` });
    assert.equal((await run(script("true"))).result.ok, true);
  }
});

test("nothing of a step stays for the next: folder, variables, functions, traps, options", async (t) => {
  const { run } = runnerFor(t);
  await run(script("cd /; x=1; export y=2; f() { :; }; trap 'echo trapped' EXIT; set -e; umask 000"), {});
  const probe = "pwd; echo [$x$y]; type f >/dev/null 2>&1 && echo f; false; umask";
  const { log } = await run(script(probe));
  const fresh = await run(script(probe, true));
  assert.equal(log, fresh.log);
});

test("a step sees the variables that it is given, as they are, and no others", async (t) => {
  const { run } = runnerFor(t);
  for (const text of ["env -0", "env -0;"]) {
    const [mine, own] = [await run(script(text)), await run(script(text, true))];
    assert.deepEqual(mine.log.split("\0").sort(), own.log.split("\0").sort(), text);
  }
  const env = { PATH: process.env["PATH"] ?? "", ODD: "a 'b'\n$c `d` \\", EMPTY: "" };
  const mine = await run(exec("env", "-0"), { env });
  const own = await run(isolated(exec("env", "-0")), { env });
  const sorted = (text: string): string[] => text.split("\0").sort();
  assert.deepEqual(sorted(mine.log), sorted(own.log));
  const dotted = await run(exec("env", "-0"), { env: { ...env, "a.b": "1", IFS: "x" } });
  assert.ok(sorted(dotted.log).includes("a.b=1") && sorted(dotted.log).includes("IFS=x"));
});

test("what is printed is in the log as it is, in order, also what looks like the shell's own words", async (t) => {
  const { run } = runnerFor(t);
  assert.equal((await run(script("true"))).log, "(no log)");
  const { log } = await run(script("printf 'a\\0b\\n'; echo err >&2; printf '\\0'; printf 'no end'"));
  assert.equal(log, "a\0b\nerr\n\0no end");
  const long = await run(script("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done"));
  assert.equal(long.log, Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join(""));
});

test("a line is shown while the step still runs", async (t) => {
  const { run } = runnerFor(t);
  const shown: string[] = [];
  const controller = join(root, "go");
  const { result } = await run(
    script(`echo first; while [ ! -e ${controller} ]; do sleep 0.01; done; echo last`),
    {
      onLine: (line) => {
        shown.push(line);
        if (line === "first") files.append("go", new Uint8Array());
      },
    },
  );
  assert.equal(result.ok, true);
  assert.deepEqual(shown, ["first", "last"]);
});

test("a step that is cancelled has time to clean up, and the shell goes with it", async (t) => {
  const controller = new AbortController();
  const { run } = runnerFor(t, controller.signal);
  const { result, log } = await run(
    exec("sh", "-c", "trap 'echo cleaned; exit 1' TERM; echo ready; while :; do sleep 0.05; done"),
    { onLine: (line) => line === "ready" && controller.abort() },
  );
  assert.deepEqual(result.ok ? undefined : result.failure, { reason: "cancelled" });
  assert.match(log, /^ready\n(Terminated\n)?cleaned\n$/);
});
