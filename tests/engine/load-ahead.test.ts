import assert from "node:assert/strict";
import { test } from "node:test";
import type { TaskCode } from "../../src/engine/code.ts";
import type { Host } from "../../src/engine/host.ts";
import type { Journal } from "../../src/engine/journal.ts";
import { createLoadAhead, type LoadAhead } from "../../src/engine/load-ahead.ts";
import { rule } from "../../src/engine/rule.ts";
import type { RuleNode } from "../../src/engine/rule-node.ts";

function nodeOf(name: string): RuleNode {
  const made = rule({ name, outputs: { out: `out/${name}` }, task: () => import("node:fs") });
  return { rule: made, index: 0, needs: [], neededBy: [] };
}

function codeOf(name: string, digest: string): TaskCode {
  return {
    digest,
    module: `/project/${name}.ts`,
    modules: [],
    files: [],
    entries: [],
  } as unknown as TaskCode;
}

/** What processes are told to load, as module and slot; the journal knows each step's code as "recorded". */
function started(warmed: number | undefined, recorded = true): { told: string[]; ahead: LoadAhead } {
  const told: string[] = [];
  const host = {
    env: {},
    runner: { prepare: ({ module }: { module: string }, slot: number) => told.push(`${module} ${slot}`) },
  } as unknown as Host;
  const record = { entries: [["code", "", "recorded"]] };
  const journal = { get: () => (recorded ? record : undefined) } as unknown as Journal;
  return { told, ahead: createLoadAhead(host, journal, warmed) };
}

test("while tools are asked a process loads the first task that was edited, and no other", () => {
  const { told, ahead } = started(0);
  ahead.whileAsking(nodeOf("same"), codeOf("same", "recorded"));
  assert.deepEqual(told, [], "a task whose code is as it was need not run");
  ahead.whileAsking(nodeOf("edited"), codeOf("edited", "new"));
  ahead.whileAsking(nodeOf("other"), codeOf("other", "newer"));
  assert.deepEqual(told, ["/project/edited.ts 0"]);
  assert.deepEqual([...ahead.loadedIn], [["/project/edited.ts", 0]]);
  ahead.whilePlanning(nodeOf("other"), codeOf("other", "newer"));
  assert.equal(told.length, 1);
});

test("nothing is loaded where nothing is going to run, nor for a step that has never run", () => {
  const looking = started(undefined);
  looking.ahead.whileAsking(nodeOf("edited"), codeOf("edited", "new"));
  looking.ahead.whilePlanning(nodeOf("edited"), codeOf("edited", "new"));
  const fresh = started(0, false);
  fresh.ahead.whileAsking(nodeOf("edited"), codeOf("edited", "new"));
  assert.deepEqual([looking.told, fresh.told], [[], []]);
});

test("each process that a first build has started loads a task of its own", () => {
  const { told, ahead } = started(2, false);
  for (const name of ["a", "a", "b", "c"]) {
    ahead.whileAsking(nodeOf(name), codeOf(name, name));
    ahead.whilePlanning(nodeOf(name), codeOf(name, name));
  }
  assert.deepEqual(told, ["/project/a.ts 0", "/project/b.ts 1"]);
});
