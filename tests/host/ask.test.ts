import assert from "node:assert/strict";
import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { askTool, binaryOf } from "../../src/host/ask.ts";
import { makeProject, plrfile } from "../support/project.ts";

function folder(): { readonly path: string; readonly [Symbol.dispose]: () => void } {
  const path = mkdtempSync(join(tmpdir(), "plr-ask-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

test("a tool's answer is what it says on both streams, unless it ends in failure", async () => {
  const said = await askTool("sh", ["-c", "echo 1.2; echo patched >&2"]);
  assert.deepEqual(said, { ok: true, value: "1.2\npatched" });
  const failed = await askTool("sh", ["-c", "echo no such package >&2; exit 3"]);
  assert.ok(!failed.ok && failed.failure.reason === "probe-failed");
  assert.match(failed.failure.message, /no such package/);
});

test("a tool that is not there is a failure that names it", async () => {
  const said = await askTool("no-such-tool", ["--version"]);
  assert.ok(!said.ok && said.failure.reason === "probe-failed");
  assert.equal(said.failure.probe, "no-such-tool --version");
});

test("a binary goes by its real path and stat, and a script by nothing", () => {
  using made = folder();
  const binary = join(made.path, "binary");
  copyFileSync("/bin/ls", binary);
  const link = join(made.path, "link");
  symlinkSync(binary, link);
  const before = binaryOf(binary);
  assert.ok(before?.startsWith(`${binary} `));
  assert.equal(binaryOf(link), before);
  utimesSync(binary, 1, 1);
  assert.notEqual(binaryOf(binary), before);

  const script = join(made.path, "script");
  writeFileSync(script, "#!/bin/sh\n");
  chmodSync(script, 0o755);
  assert.equal(binaryOf(script), undefined);
  assert.equal(binaryOf("no-such-tool"), undefined);
});

test("of two builds, the second asks a binary's version no more, but a script and all other questions again", async () => {
  const asking = (name: string, tool: string): string =>
    `shell({ name: "${name}", tools: [${tool}], outputs: { out: "${name}.txt" }, script: "echo > {out}" })`;
  await using project = await makeProject({
    files: {
      "plrfile.ts": plrfile([
        asking("script", `tool("./version.sh")`),
        asking("version", `tool("/bin/sh", ["./counts.sh"])`),
        asking("question", `tool("/bin/sh", ["-c", "echo question >> ../runs.log"])`),
      ]),
      "counts.sh": "echo version >> ../runs.log\n",
      "version.sh": "#!/bin/sh\necho script >> ../runs.log\n",
    },
  });
  chmodSync(project.at("version.sh"), 0o755);
  await project.build({ ran: ["question", "script", "version"] });
  await project.build({ ran: ["question", "script"] });
});
