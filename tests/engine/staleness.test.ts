import assert from "node:assert/strict";
import { test } from "node:test";
import { ABSENT, type Digest } from "../../src/engine/digest.ts";
import type { Reason } from "../../src/engine/event.ts";
import { hashEntries } from "../../src/engine/fingerprint.ts";
import type { Entry, StepRecord } from "../../src/engine/journal-records.ts";
import { reasonsToRun, type Evidence } from "../../src/engine/staleness.ts";
import { hasher } from "../support/memory-world.ts";

const ENTRIES: readonly Entry[] = [
  ["engine", "", "1"],
  ["output", "o", "o public"],
  ["command", "", "do it"],
  ["param", "p", "1"],
  ["env", "E", "(not set)"],
  ["tool", "cc --version", `"1"`],
  ["probe", "seen", "1"],
  ["members", "all", "2"],
  ["input", "all\tdata/a", "da"],
  ["input", "all\tdata/b", "db"],
  ["input", "src\tsrc", "ds"],
];

function recordOf(entries: readonly Entry[], more: Partial<StepRecord> = {}): StepRecord {
  return {
    fingerprint: hashEntries(entries, hasher),
    entries,
    outputs: [{ path: "o", digest: "do" as Digest, size: 1, meaning: "do" as Digest }],
    durMs: 1,
    run: 1,
    at: 0,
    log: undefined,
    stale: false,
    ...more,
  };
}

type Recorded = Partial<Evidence> & { readonly record?: StepRecord | undefined };

/** A step that was recorded with the entries above and stands as `entries` say now. */
function reasons(entries: readonly Entry[], more: Recorded = {}): readonly Reason[] {
  return reasonsToRun({
    record: recordOf(ENTRIES),
    recordedEntries: () => more.record?.entries ?? ENTRIES,
    entries: () => entries,
    fingerprint: hashEntries(entries, hasher),
    forced: false,
    outputDigest: () => "do" as Digest,
    closure: () => undefined,
    makerOf: (path) => (path === "src" ? "maker" : undefined),
    inputDigest: () => ABSENT,
    isOrdered: () => true,
    ...more,
  });
}

function changed(kind: string, name: string, value: string): readonly Entry[] {
  return ENTRIES.map((entry) => (entry[0] === kind && entry[1] === name ? [kind, name, value] : entry));
}

test("a step that stands as it was recorded need not run", () => {
  assert.deepEqual(reasons(ENTRIES), []);
});

test("a step without a record must run, and says that it was forced too", () => {
  assert.deepEqual(reasons(ENTRIES, { record: undefined }), [{ kind: "never-built", what: "" }]);
  assert.deepEqual(
    reasons(ENTRIES, { record: undefined, forced: true }).map(({ kind }) => kind),
    ["never-built", "forced"],
  );
});

for (const [kind, name, value, expected] of [
  ["engine", "", "2", { kind: "rule-changed", what: "engine", old: "1", new: "2" }],
  ["output", "o", "o private", { kind: "rule-changed", what: "o", old: "o public", new: "o private" }],
  ["command", "", "do that", { kind: "rule-changed", what: "command", old: "do it", new: "do that" }],
  ["param", "p", "2", { kind: "param-changed", what: "p", old: "1", new: "2" }],
  ["env", "E", "x", { kind: "env-changed", what: "E", old: "(not set)", new: "x" }],
  ["tool", "cc --version", `"2"`, { kind: "tool-changed", what: "cc --version", old: `"1"`, new: `"2"` }],
  ["probe", "seen", "2", { kind: "input-changed", what: "seen", old: "1", new: "2" }],
  ["input", "src\tsrc", "new", { kind: "input-changed", what: "src", old: "ds", new: "new", via: "maker" }],
  ["input", "all\tdata/b", "new", { kind: "input-changed", what: "data/b", old: "db", new: "new" }],
] as const) {
  test(`a changed ${kind} is the one reason`, () => {
    assert.deepEqual(reasons(changed(kind, name, value)), [expected]);
  });
}

test("a member that came is named, and so is one that went; their number is not", () => {
  const more: readonly Entry[] = [...changed("members", "all", "3"), ["input", "all\tdata/c", "dc"]];
  assert.deepEqual(reasons(more), [{ kind: "input-added", what: "data/c", new: "dc" }]);
  const fewer = changed("members", "all", "1").filter(([, name]) => name !== "all\tdata/b");
  assert.deepEqual(reasons(fewer), [{ kind: "input-removed", what: "data/b", old: "db" }]);
});

test("the same parts in another order are a reason", () => {
  const turned = [...ENTRIES.slice(0, 8), ENTRIES[9], ENTRIES[8], ENTRIES[10]] as readonly Entry[];
  assert.equal(reasons(turned).length, 1);
});

test("parts that share a name: a change of any of them is a reason", () => {
  const twice: readonly Entry[] = [...ENTRIES, ["input", "far\t<far>", "1"], ["input", "far\t<far>", "2"]];
  const other: readonly Entry[] = [...ENTRIES, ["input", "far\t<far>", "9"], ["input", "far\t<far>", "2"]];
  assert.notDeepEqual(reasons(other, { record: recordOf(twice) }), []);
});

test("outputs that are missing or altered are reasons, each by its path", () => {
  assert.deepEqual(reasons(ENTRIES, { outputDigest: () => undefined }), [
    { kind: "output-missing", what: "o" },
  ]);
  assert.deepEqual(reasons(ENTRIES, { outputDigest: () => "other" as Digest }), [
    { kind: "output-altered", what: "o", old: "do", new: "other" },
  ]);
});

test("a result that was kept as stale runs again, whatever stands", () => {
  const record = recordOf(ENTRIES, { stale: true });
  assert.deepEqual(reasons(ENTRIES, { record }), [{ kind: "changed-while-running", what: "" }]);
});

test("changed code is told by module, package, what came and what went", () => {
  const before: readonly Entry[] = [["code", "", "old"]];
  const closures: Readonly<Record<string, readonly Entry[]>> = {
    old: [
      ["module", "task.ts", "1"],
      ["module", "gone.ts", "1"],
      ["package", "yaml", "2.0"],
    ],
    new: [
      ["module", "task.ts", "2"],
      ["module", "come.ts", "1"],
      ["package", "yaml", "2.1"],
    ],
  };
  const standing: Recorded = { record: recordOf(before), closure: (digest) => closures[digest] };
  assert.deepEqual(reasons([["code", "", "new"]], standing), [
    { kind: "code-changed", what: "come.ts", new: "1" },
    { kind: "code-changed", what: "gone.ts", old: "1" },
    { kind: "code-changed", what: "task.ts", old: "1", new: "2" },
    { kind: "code-changed", what: "yaml", old: "2.0", new: "2.1" },
  ]);
  assert.deepEqual(reasons([["code", "", "new"]], { record: recordOf(before) }), [
    { kind: "code-changed", what: "", old: "old", new: "new" },
  ]);
});

test("code whose modules are the same but whose digest is not is a reason all the same", () => {
  const before: readonly Entry[] = [["code", "", "old"]];
  const same: readonly Entry[] = [["module", "task.ts", "1"]];
  assert.notDeepEqual(reasons([["code", "", "new"]], { record: recordOf(before), closure: () => same }), []);
});

test("a discovered input that changed, came or went is named", () => {
  const discovered: StepRecord["discovered"] = [
    ["came", ABSENT],
    ["changed", "d1" as Digest],
    ["same", "d3" as Digest],
    ["src", "d4" as Digest],
  ];
  const now: Readonly<Record<string, string>> = { came: "d0", changed: "d2", same: "d3" };
  const found = reasons(ENTRIES, {
    record: recordOf(ENTRIES, { discovered }),
    inputDigest: (path) => (now[path] ?? ABSENT) as Digest,
  });
  assert.deepEqual(found, [
    { kind: "input-added", what: "came", new: "d0" },
    { kind: "input-changed", what: "changed", old: "d1", new: "d2" },
    { kind: "input-removed", what: "src", old: "d4" },
  ]);
});

test("a discovered input whose maker is not known to come first makes the step run", () => {
  const found = reasons(ENTRIES, {
    record: recordOf(ENTRIES, { discovered: [["src", "d" as Digest]] }),
    inputDigest: () => "d" as Digest,
    isOrdered: () => false,
  });
  assert.deepEqual(
    found.map(({ what, via }) => [what, via]),
    [["src", "maker"]],
  );
});
