import assert from "node:assert/strict";
import { test } from "node:test";
import type { Job } from "../../src/engine/host.ts";
import type { Action } from "../../src/engine/rule.ts";
import { plainCommandOf } from "../../src/host/plain-command.ts";

function plain(action: Action): string | undefined {
  const job: Job = {
    step: "step",
    action,
    module: undefined,
    code: [],
    inputs: { a: "it's", b: ["x y", "z"] },
    outputs: { out: "o u t" },
    params: { n: 3 },
    pool: undefined,
    env: {},
    depfile: ".plr-cache/depfile",
    logFile: "log",
    timeoutMs: undefined,
  };
  return plainCommandOf(job);
}

const script = (text: string): Action => ({ type: "script", text, isolated: false });

test("one program with words, placeholders and redirections is plain", () => {
  assert.equal(plain(script("cat {in} > {out}")), "cat 'it'\\''s' 'x y' 'z' > 'o u t'");
  assert.equal(plain(script("  head -n {params.n} {in.a} >> {out} ")), "head -n '3' 'it'\\''s' >> 'o u t'");
  assert.equal(plain(script("./bin/tool --set a=1,b:2 x@y")), "./bin/tool --set a=1,b:2 x@y");
});

test("whatever a shell would do itself, look into or read on after is not plain", () => {
  for (const text of [
    "cd x",
    "-l x",
    "exit 3",
    "echo hello",
    "a=1 cat x",
    "if true",
    "while",
    "{ cat x",
    "cat x; cat y",
    "cat x | sort",
    "cat x && cat y",
    "cat x &",
    "cat $x",
    "cat `x`",
    "cat *.txt",
    "cat ~/x",
    "cat 'x'",
    'cat "x"',
    "cat x\\",
    "cat x\ncat y",
    "cat <<x",
    "cat < < x",
    "cat >",
    "cat >&2",
    "(cat x",
    "cat x)",
    "cat # x",
    "cat {in",
    "! cat x",
    "",
  ])
    assert.equal(plain(script(text)), undefined, text);
});
