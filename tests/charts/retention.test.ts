/** Net benefit stands in one part per pipeline, each with the people it keeps, however many pipelines there are. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFigure } from "../../src/charts/check.ts";
import type { FigureDocument } from "../../src/charts/document.ts";
import { metricRuler, shareDomain } from "../../src/charts/figures/retention-panels.ts";
import { drawRetention, retentionHeight } from "../../src/charts/figures/retention.ts";
import type { RetentionPoint } from "../../src/charts/figures/retention-rows.ts";
import { svgTexts } from "../../src/charts/svg-texts.ts";
import { retentionDocument } from "./samples-roles.ts";
import { realStudy } from "./samples-study.ts";

/** The real study's pipelines, as many of them as wanted, the later ones the first over again under other names. */
function documentOf(pipelines: number): FigureDocument {
  const doc = retentionDocument(realStudy);
  const roles = doc.data.filter((row) => row["part"] === "pipeline").map((row) => row["role"]);
  const data = Array.from({ length: pipelines }, (_, i) =>
    doc.data
      .filter((row) => row["role"] === roles[i % roles.length])
      .map((row) => ({ ...row, role: `role ${i}`, ...("name" in row ? { name: `P${i} × CSDI` } : {}) })),
  ).flat();
  return { ...doc, data, height_in: retentionHeight({ ...doc, data }) };
}

for (let pipelines = 1; pipelines <= 8; pipelines += 1) {
  test(`${pipelines} pipelines have a part of panel C each, with its people below it`, async () => {
    const doc = documentOf(pipelines);
    const svg = await drawRetention(doc);
    assert.deepEqual(checkFigure(svg, doc), []);
    const texts = svgTexts(svg);
    for (let i = 0; i < pipelines; i += 1) {
      const named = texts.filter(({ content }) => content === `P${i} × CSDI`);
      assert.equal(named.length, 2, "once in the key, once above its part");
    }
    const everyone = texts.filter(({ content, left }) => content === "63" && left < 390);
    assert.equal(everyone.length, pipelines);
    assert.equal(texts.filter(({ content }) => /^\d+\/\d+$/.test(content)).length, 3 * pipelines);
  });
}

test("the key names the straight lines of those panels only that have one", async () => {
  const lineOf = async (doc: FigureDocument) =>
    svgTexts(await drawRetention(doc)).find(({ content }) => content.includes("treat none (C)"))?.content;
  const doc = documentOf(4);
  const domains = { auroc: [0.4, 1] as [number, number], scaled_brier: [0, 1] as [number, number] };
  assert.equal(await lineOf({ ...doc, domains }), "chance (A), no skill (B), treat none (C)");
  assert.equal(
    await lineOf({ ...doc, domains: { ...domains, auroc: [0.6, 1] } }),
    "no skill (B), treat none (C)",
  );
});

const point = (retention_rate: number, metric_value: number, default_value: number | null) =>
  ({ retention_rate, metric_value, default_value }) as RetentionPoint;

function runOf(...points: RetentionPoint[]) {
  return { pipeline: {} as never, all: [], points };
}

test("the axis of shares begins at the fifth below the smallest share drawn", () => {
  const from = (share: number) => shareDomain([runOf(point(share, 0.9, null), point(1, 0.9, null))])[0];
  assert.equal(from(0.35), 0.2);
  assert.equal(from(0.4), 0.4);
  assert.equal(from(0.05), 0);
  assert.deepEqual(shareDomain([runOf()]), [0.8, 1]);
});

test("one range of net benefit holds every pipeline's and the defaults that they are compared with", () => {
  const { domain } = metricRuler([runOf(point(1, 0.21, 0.14)), runOf(point(0.5, 0.1, -0.03))], undefined);
  assert.ok(domain[0] <= -0.03 && domain[1] >= 0.21, domain.join(" "));
  assert.deepEqual(metricRuler([runOf(point(1, 0.21, 0.14))], [0, 1]).domain, [0, 1]);
});
