import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFigure } from "plr/charts/check";
import { drawTraces, traceRow } from "plr/charts/figures/subject-traces";
import { toPdf } from "plr/charts/pdf";
import { toPng } from "plr/charts/png";
import { qualityProblems } from "plr/charts/quality";
import { z } from "zod";
import { figures } from "../../../configs/figures.ts";
import { privateFigures } from "../../../rules/analysis/rules.ts";
import { drawn } from "../../../rules/analysis/figures.ts";
import { tracesDocument } from "../../../rules/analysis/sidecar/subject-traces.ts";

const id = "fig_subject_traces_control";
const figure = { id, ...figures[id] };
const setting = { figure, class_label: "control", isSynthetic: false };

/** A sample a second; outliers from 10 to 14 s, far beyond the axis in the even ones. */
function trace(pseudonym: string, class_label = "control") {
  const samples = Array.from({ length: 67 }, (_, time_s) => {
    const gt = -30 * Number(time_s > 15 && time_s < 25);
    const is_outlier = time_s >= 10 && time_s < 15;
    return {
      time_s,
      gt,
      orig: time_s === 40 ? null : gt + (is_outlier && time_s % 2 === 0 ? -90 : 0),
      is_outlier,
    };
  });
  return { pseudonym, class_label, outlier_share: 5 / 67, samples };
}

const signals = {
  stimulus_protocol: [{ colour: "Blue", nm: 469, on_s: 15.5, off_s: 24.5, n: 30 }],
  signal_summary: [
    {
      class_label: "control",
      time_s: 0,
      mean: 0,
      ci_lower: -1,
      ci_upper: 1,
      n: 30,
      unit: "% change from baseline",
    },
  ],
};

const recorded = {
  traces: [trace("H001"), trace("H002"), trace("G001", "glaucoma")],
  signals,
  registry_digest: "0",
};

test("the recordings of one class are drawn, with what lies beyond the axis counted", async () => {
  const document = tracesDocument(recorded, setting);
  const rows = z.array(traceRow).parse(document.data);
  const recordings = rows.filter((row) => row.part === "recording");
  assert.deepEqual(
    recordings.map(({ pseudonym }) => pseudonym),
    ["H001", "H002"],
  );
  assert.deepEqual([recordings[0]?.outlier_from_s, recordings[0]?.outlier_to_s], [[10], [14]]);
  assert.equal(recordings[0]?.orig.length, 66);
  const svg = await drawTraces(document);
  assert.deepEqual(checkFigure(svg, document), []);
  assert.equal(svg.match(/>3 below</g)?.length, 2);
  assert.match(svg, /H001 .*7\.5% outliers/);
});

test("nobody of the class gives a card that says so", async () => {
  const document = tracesDocument({ ...recorded, traces: [] }, setting);
  assert.deepEqual(checkFigure(await drawTraces(document), document), []);
  assert.equal(document.needs[0]?.met, false);
});

test("every file of a figure of recordings is private, and none is among the figures", () => {
  const outputs = privateFigures.members.flatMap((member) =>
    "outputs" in member ? Object.values(member.outputs) : [],
  );
  assert.equal(outputs.length, 11);
  assert.ok(outputs.every((output) => output.private && output.path.startsWith("data/private/")));
  const ids = drawn.map(({ select }) => select.name);
  assert.ok(ids.length > 0 && !ids.some((id) => id.includes("traces")));
});

test("pictures of recordings pass the gate of all figures before anybody sees them", async () => {
  const rules = privateFigures.members.filter((member) => "outputs" in member);
  const gate = rules.find(({ name }) => name === "figures/private-quality");
  assert.ok(gate !== undefined && "inputs" in gate);
  const [read, drawn] = [
    Object.values(gate.inputs).flat(),
    rules.filter((member) => member !== gate).flatMap(({ outputs }) => Object.values(outputs)),
  ].map((artifacts) => artifacts.map((artifact) => (artifact as { readonly path: string }).path));
  const judged = drawn?.filter((path) => !path.endsWith(".html"));
  assert.deepEqual(read?.toSorted(), judged?.toSorted());
  const document = tracesDocument(recorded, setting);
  const svg = await drawTraces(document);
  const files = { document, png: await toPng(svg), pdf: toPdf(svg) };
  assert.deepEqual(qualityProblems([{ ...files, svg }]), []);
  const unmarked = svg.replaceAll(/ data-rows="[^"]*"/g, "");
  assert.deepEqual(qualityProblems([{ ...files, svg: unmarked }]), [
    "fig_subject_traces_control: no mark of it says which row it shows",
  ]);
});
