import assert from "node:assert/strict";
import { test } from "node:test";
import { graphText } from "../../src/report/graph.ts";
import type { StepGraph } from "../../src/report/step-graph.ts";
import { listText } from "../../src/report/list.ts";
import { createLook } from "../../src/report/look.ts";
import { statusText } from "../../src/report/status.ts";
import { whyText } from "../../src/report/why.ts";
import { PLAIN_LOOK } from "./support/fake-screen.ts";

const PARTS = { inputs: 0, params: 2, env: 1, tools: 0, modules: 11 };

test("why: a stale step, with what made its input stale", () => {
  const added = { kind: "input-added", what: "mlruns/6251/metrics_LOF.pickle" } as const;
  const text = whyText(
    {
      step: "figures/forest-outlier",
      verdict: {
        kind: "stale",
        stored: false,
        expectMs: 9_400,
        parts: PARTS,
        reasons: [
          {
            kind: "input-changed",
            what: "data/results.db : table:essential_metrics",
            old: "3f9c12ab00000000",
            new: "a1d0ee9000000000",
            via: "extraction/merge",
          },
          {
            kind: "input-changed",
            what: "data/results.db : table:runs",
            old: "3f9c12ab00000000",
            new: "a1d0ee9000000000",
            via: "extraction/merge",
          },
          {
            kind: "code-changed",
            what: "rules/analysis/ci.ts",
            old: "7fa1c0de00000000",
            new: "0b77aa1200000000",
          },
        ],
      },
      lastBuilt: { run: 38, ageMs: 2 * 86_400_000 },
      caveats: [],
      since: undefined,
      checkedAt: 0,
      upstream: new Map([["extraction/merge", [{ ...added, via: "figures/forest-outlier" }]]]),
    },
    PLAIN_LOOK,
  );
  assert.deepEqual(text.split("\n"), [
    "figures/forest-outlier: stale, would run (~9 s)",
    "  input  data/results.db : essential_metrics      3f9c12ab -> a1d0ee90",
    "    from extraction/merge, stale:",
    "      input added mlruns/6251/metrics_LOF.pickle",
    "  input  data/results.db : runs                   3f9c12ab -> a1d0ee90",
    "  code   rules/analysis/ci.ts                     7fa1c0de -> 0b77aa12",
    "same as before: 2 params, 1 env variable, 11 modules.    last built by #38, 2 d ago",
  ]);
});

test("why: a fresh step, one that waits, one that was never built, one that cannot run", () => {
  const base = {
    step: "figures/roc-rc",
    lastBuilt: undefined,
    upstream: new Map(),
    caveats: [],
    since: undefined,
    checkedAt: 0,
  };
  assert.equal(
    whyText(
      {
        ...base,
        lastBuilt: { run: 38, ageMs: 1 },
        verdict: { kind: "fresh", parts: { ...PARTS, inputs: 3, env: 0 } },
      },
      PLAIN_LOOK,
    ),
    "figures/roc-rc: fresh since #38: 3 inputs, 2 params, 11 modules as recorded",
  );
  assert.equal(
    whyText(
      {
        ...base,
        verdict: { kind: "waits", for: ["extraction/merge"] },
        caveats: [],
        since: undefined,
        checkedAt: 0,
        upstream: new Map([["extraction/merge", [{ kind: "forced", what: "" }]]]),
      },
      PLAIN_LOOK,
    ),
    [
      "figures/roc-rc: waits for extraction/merge; runs if what it reads of it changes",
      "  from extraction/merge, stale:",
      "    forced asked for by --force",
    ].join("\n"),
  );
  const nothing = { inputs: 0, params: 0, env: 0, tools: 0, modules: 0 };
  assert.equal(
    whyText(
      {
        ...base,
        verdict: {
          kind: "stale",
          stored: false,
          expectMs: undefined,
          parts: nothing,
          reasons: [{ kind: "never-built", what: "" }],
        },
      },
      PLAIN_LOOK,
    ),
    "figures/roc-rc: stale, would run\n  new    never built",
  );
  assert.match(
    whyText(
      { ...base, verdict: { kind: "broken", failure: { reason: "not-a-file", path: "data" } } },
      PLAIN_LOOK,
    ),
    /^figures\/roc-rc: cannot run\nerror\[PLR037\]: data is not a plain file\n/,
  );
});

test("why: thousands of changed inputs are counted, not listed", () => {
  const reasons = Array.from({ length: 4000 }, (_, at) => ({ kind: "input-added", what: `f${at}` }) as const);
  const lines = whyText(
    {
      step: "a",
      verdict: { kind: "stale", stored: false, expectMs: undefined, parts: PARTS, reasons },
      lastBuilt: undefined,
      caveats: [],
      since: undefined,
      checkedAt: 0,
      upstream: new Map(),
    },
    PLAIN_LOOK,
  ).split("\n");
  assert.equal(lines.length, 33);
  assert.equal(lines[31], "  … 3,970 more");
});

const TYPO = {
  kind: "accepted",
  step: "tables/06",
  paths: ["outputs/table06.tex"],
  by: "ana",
  reason: "typo only",
  at: 0,
} as const;

const FLOW = { fresh: 0, stale: 0, possible: 0, broken: 0, expectMs: 0, caveats: 0 };

test("status: flows, then what needs a person", () => {
  const text = statusText(
    {
      flows: [
        { ...FLOW, name: "experiment", fresh: 2640 },
        { ...FLOW, name: "extraction", fresh: 543, stale: 1, expectMs: 40_000 },
        {
          ...FLOW,
          name: "analysis",
          fresh: 316,
          stale: 2,
          expectMs: 18_000,
          possible: 7,
          caveats: 1,
          broken: 1,
        },
        { ...FLOW, name: "paper", fresh: 2 },
      ],
      stale: ["extraction/merge", "figures/forest-outlier", "figures/heat"],
      broken: [{ step: "figures/x", failure: { reason: "not-a-file", path: "data" } }],
      caveats: [
        { ...TYPO, carriedBy: [] },
        { ...TYPO, kind: "checkpoint", carriedBy: ["paper", "slides"] },
      ],
      leftOut: [{ tool: "Rscript", rules: ["figures/r", "figures/s"] }],
      checkedAt: 3 * 86_400_000,
      orphans: ["figures/old_fig07.png"],
    },
    PLAIN_LOOK,
  );
  assert.deepEqual(text.split("\n"), [
    "experiment   2,640 fresh",
    "extraction     543 fresh    1 stale     ~40 s",
    "analysis       316 fresh    2 stale     ~18 s   7 may run   ✗ 1 cannot run   ⚑ 1 caveat",
    "paper            2 fresh",
    "stale: extraction/merge, figures/forest-outlier, figures/heat   (why: plr why T)",
    "✗ figures/x  PLR037 data is not a plain file",
    "- figures/r and 1 more left out: Rscript is not installed",
    '⚑ outputs/table06.tex  accepted by ana, 3 d ago: "typo only"',
    '⚑ outputs/table06.tex  taken from a checkpoint, not rebuilt: "typo only"; paper and 1 more rest on it',
    "! figures/old_fig07.png  orphan, rule is gone (plr clean --orphans)",
  ]);
});

test("status: long lists are cut and counted; all fresh is only the table", () => {
  const stale = Array.from({ length: 1200 }, (_, at) => `s${at}`);
  const report = {
    flows: [{ ...FLOW, name: "a", fresh: 1 }],
    stale,
    broken: [],
    caveats: [],
    leftOut: [],
    orphans: [],
    checkedAt: 0,
  };
  assert.match(statusText(report, PLAIN_LOOK), /\nstale: s0, .*, s9 and 1,190 more {3}\(why: plr why T\)$/);
  assert.equal(statusText({ ...report, stale: [] }, PLAIN_LOOK), "a       1 fresh");
  const orphans = Array.from({ length: 25 }, (_, at) => `o${at}`);
  assert.match(statusText({ ...report, stale: [], orphans }, PLAIN_LOOK), /\n… 5 more$/);
});

test("list: one target a line, its name first", () => {
  const text = listText(
    [
      { name: "analysis", kind: "flow", members: 23, outputs: [], caveats: [TYPO] },
      { name: "figures", kind: "group", members: 1, outputs: [], caveats: [] },
      {
        name: "figures/forest",
        kind: "rule",
        members: 0,
        outputs: ["figures/a.png", "figures/a.svg"],
        caveats: [],
      },
      { name: "figures/map", kind: "absent", members: 0, outputs: [], reason: "no places", caveats: [] },
    ],
    PLAIN_LOOK,
  );
  assert.deepEqual(text.split("\n"), [
    "analysis        flow    23 rules  ⚑ 1 caveat",
    "figures         group   1 rule",
    "figures/forest  rule    figures/a.png and 1 more",
    "figures/map     absent  no places",
  ]);
});

test("answers on a locale without UTF-8 are ASCII", () => {
  const look = createLook(false, { LANG: "C" });
  const report = {
    flows: [{ ...FLOW, name: "a", caveats: 1, broken: 1 }],
    stale: [],
    broken: [],
    caveats: [{ ...TYPO, carriedBy: ["b"] }],
    leftOut: [],
    checkedAt: 0,
    orphans: [],
  };
  assert.match(statusText(report, look), /^[\x20-\x7e\n]+$/);
});

const GRAPH: StepGraph = {
  steps: [
    { name: 'a "b"\\N', rule: "a", state: "fresh" },
    { name: "c#<d>", rule: "c", state: "possible" },
  ],
  edges: [{ from: 'a "b"\\N', to: "c#<d>" }],
};

test("graph: dot with names quoted", () => {
  assert.deepEqual(graphText(GRAPH, "dot").split("\n"), [
    "digraph plr {",
    "  rankdir=LR;",
    '  node [shape=box, fontname="sans-serif"];',
    String.raw`  "a \"b\"\\N" [color="#4c6a58", tooltip="fresh"];`,
    '  "c#<d>" [color="#5b6371", style=dashed, tooltip="possible"];',
    String.raw`  "a \"b\"\\N" -> "c#<d>";`,
    "}",
  ]);
});

test("graph: mermaid with entities", () => {
  assert.deepEqual(graphText(GRAPH, "mermaid").split("\n"), [
    "flowchart LR",
    String.raw`  s0["a #quot;b#quot;\N"]:::fresh`,
    '  s1["c#35;#lt;d>"]:::possible',
    "  s0 --> s1",
    "  classDef fresh stroke:#4c6a58",
    "  classDef possible stroke:#5b6371,stroke-dasharray:4",
  ]);
});

test("graph: json is the data with a schema number", () => {
  assert.deepEqual(JSON.parse(graphText(GRAPH, "json")), { schema: 1, ...GRAPH });
});
