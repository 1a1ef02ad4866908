import assert from "node:assert/strict";
import { test } from "node:test";
import { drawInstability, instabilityRow } from "plr/charts/figures/instability";
import { z } from "zod";
import { documentsOf } from "./support/documents.ts";
import { inStudy } from "./support/studies.ts";

const cells = [
  { outlier: "pupil-gt", imputation: "pupil-gt" },
  { outlier: "LOF", imputation: "SAITS" },
];

test("each person has ordered quantiles, and the flips of all give the share at the panel's head", async () => {
  await inStudy({ cells, curves: true, refits: 9 }, async (study, facts) => {
    const document = await documentsOf(study, facts).instability();
    const rows = z.array(instabilityRow).parse(document.data);
    for (const { role, cii } of rows.filter((row) => row.part === "pipeline")) {
      const people = rows.filter((row) => row.part === "person").filter((row) => row.role === role);
      assert.equal(people.length, 63);
      for (const { q025, q25, q50, q75, q975 } of people) {
        const quantiles = [q025, q25, q50, q75, q975];
        assert.deepEqual(
          quantiles,
          quantiles.toSorted((a, b) => a - b),
        );
      }
      const mean = people.reduce((sum, { flip_rate_50 }) => sum + flip_rate_50, 0) / people.length;
      assert.ok(Math.abs(mean - cii) < 1e-9 && cii > 0, role);
    }
    const svg = await drawInstability(document);
    // Two bars, a median and a flip rate for each person.
    const marks = [...svg.matchAll(/data-rows="(\d+)"/g)].map(([, row]) => Number(row));
    const ofPeople = document.data.flatMap(({ part }, i) => (part === "person" ? [i] : []));
    assert.equal(marks.length, 4 * ofPeople.length);
    assert.deepEqual(
      [...new Set(marks)].toSorted((a, b) => a - b),
      ofPeople,
    );
    assert.match(svg, /Mean prediction of the refits/);
    assert.match(
      document.caption,
      /No model of all training people: the reference is the mean of the refits/,
    );
  });
});

test("where one pipeline lacks a model of all people, the caption says of which", async () => {
  await inStudy({ cells, curves: true, refits: 9 }, async (study, facts) => {
    const full = { analysis: study.analysis, results: withFullModel(study.results) };
    const { caption } = await documentsOf(full, facts).instability();
    assert.match(
      caption,
      /all training people \(Riley & Collins 2023\); of LOF × SAITS it is the mean of the refits/,
    );
  });
});

/** A view of the results in which ground truth has a model of all training people. */
function withFullModel(results: Parameters<typeof documentsOf>[0]["results"]): typeof results {
  const rows: typeof results.rows = async <Row>(...query: Parameters<typeof results.rows>) => {
    const found = await results.rows<Row & { reference?: string; config_id?: number }>(...query);
    const first = found[0]?.config_id;
    return found.map((row) =>
      row.reference !== undefined && row.config_id === first ? { ...row, reference: "full_model" } : row,
    );
  };
  return { ...results, rows };
}
