import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFigureDocument } from "plr/charts/document";
import { drawCombined } from "plr/charts/figures/combined";
import { rowMarks } from "plr/charts/row-marks";
import { documentsOf } from "./support/documents.ts";
import { inStudy } from "./support/studies.ts";

const cells = [
  { outlier: "pupil-gt", imputation: "pupil-gt" },
  { outlier: "LOF", imputation: "SAITS" },
];

const made = await inStudy({ cells, curves: true, refits: 5, isSynthetic: true }, async (study, facts) => {
  const of = documentsOf(study, facts);
  return {
    pairs: [
      [await of.calibrationDecision(), [await of.calibration(), await of.decision()], "ABCDE"],
      [await of.rocDistribution(), [await of.roc(), await of.distribution()], "ABCD"],
      [await of.rocRisk(), [await of.roc(), await of.risk()], "ABCD"],
    ] as const,
  };
});

test("a combined figure holds the rows of its parts, with tags that run through and one line of counts", async () => {
  for (const [combined, parts, tags] of made.pairs) {
    const rows = parts.flatMap(({ id, data }) => data.map((row) => ({ figure: id, ...row })));
    assert.deepEqual(combined.data, rows);
    const svg = await drawCombined(combined);
    const found = [...svg.matchAll(/font-size="9" font-weight="600"[^>]*>([A-Z]) {2}</g)].map(
      ([, tag]) => tag,
    );
    assert.equal(found.join(""), tags);
    assert.equal([...svg.matchAll(/63 people, 17 with glaucoma/g)].length, 1);
    for (const { title } of parts) assert.ok(combined.caption.includes(`${title}:`));
  }
});

test("its marks say the rows of the combined sidecar, not those of the part's own", async () => {
  for (const [combined, [first]] of made.pairs) {
    const marked = [...rowMarks(await drawCombined(combined))];
    const behind = marked.filter((row) => row >= first.data.length);
    assert.ok(behind.length > 50 && behind.length < marked.length);
    assert.ok(marked.every((row) => row < combined.data.length));
    // The first and the last row with a place in the picture are of either figure.
    assert.equal(combined.data[Math.min(...marked)]?.["figure"], combined.data[0]?.["figure"]);
    assert.equal(combined.data[Math.max(...marked)]?.["figure"], combined.data.at(-1)?.["figure"]);
  }
});

test("its alternative text may be twice as long as another's, and no longer", () => {
  const [[combined, [single]]] = made.pairs;
  const faults = (document: object): number => {
    const parsed = parseFigureDocument(document);
    return parsed.ok ? 0 : parsed.failure.faults.filter((fault) => fault.startsWith("alt:")).length;
  };
  assert.deepEqual(
    [300, 301, 600, 601].map((length) =>
      [combined, single].map((document) => faults({ ...document, alt: "x".repeat(length) })),
    ),
    [
      [0, 0],
      [0, 1],
      [0, 1],
      [1, 1],
    ],
  );
});
