import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { decode, type DecodedPng } from "fast-png";
import { type FigureDocument, serialiseFigure } from "plr/charts/document";
import { rTheme } from "../../../rules/analysis/r-theme.ts";
import { calibrationDocument, decisionDocument } from "../../charts/samples-roles.ts";
import { demoStudy, realStudy } from "../../charts/samples-study.ts";
import { documentsOf } from "./support/documents.ts";
import { goldenCells, inStudy, withFolder } from "./support/studies.ts";

const skip = skipReason();
const categoryColours = Object.values(rTheme.categories).map(({ color }) => color);

test("each figure by R is drawn in its size, in the colours of the others", { skip }, async () => {
  await inStudy({ cells: goldenCells, refits: 5, isSynthetic: true }, async (study, facts) => {
    const documents = documentsOf(study, facts);
    const [groundTruth, , , , traditional] = categoryColours;
    const figures = [
      { name: "forest", sidecar: await documents.forests(), colours: categoryColours },
      // One of its two pipelines has no slope.
      { name: "calibration", sidecar: calibrationDocument(demoStudy), colours: [groundTruth, traditional] },
      { name: "decision-curve", sidecar: decisionDocument(demoStudy), colours: [groundTruth, traditional] },
      { name: "raincloud", sidecar: await documents.rain(), colours: categoryColours },
      { name: "variance-decomposition", sidecar: await documents.variance(), colours: [rTheme.ink.text] },
    ];
    await withFolder((folder) => {
      for (const { name, sidecar, colours } of figures) {
        const picture = decode(draw(name, sidecar, folder));
        assert.equal(picture.width, sidecar.width_in * 300, name);
        assert.equal(picture.resolution?.x, 11_811, name);
        const inks = inksOf(picture);
        for (const colour of colours) assert.ok(inks.has(String(colour)), `${name}: ${colour}`);
        assert.ok(inks.has(rTheme.syntheticGround), `${name}: the mark of synthetic data`);
      }
      return Promise.resolve();
    });
  });
});

test(
  "equal sidecars give equal figures by R, without the mark of synthetic data where they are real",
  { skip },
  async () => {
    await withFolder((folder) => {
      const [first, second] = [0, 1].map(() => draw("decision-curve", decisionDocument(realStudy), folder));
      assert.ok(first && second);
      assert.deepEqual(first, second);
      assert.equal(inksOf(decode(first)).has(rTheme.syntheticGround), false);
      return Promise.resolve();
    });
  },
);

test("a figure by R of a study without what it needs is a page that says so", { skip }, async () => {
  const cells = ["pupil-gt", "LOF"].map((outlier) => ({ outlier, imputation: "SAITS" }));
  await inStudy({ cells, refits: 5 }, async (study, facts) => {
    const sidecar = await documentsOf(study, facts).variance();
    await withFolder((folder) => {
      const { width, height } = decode(draw("variance-decomposition", sidecar, folder));
      assert.deepEqual([width, height], [2100, 360]);
      return Promise.resolve();
    });
  });
});

function draw(name: string, document: FigureDocument, folder: string): Uint8Array {
  const at = (file: string): string => join(folder, file);
  writeFileSync(at("data.json"), serialiseFigure(document));
  const step = {
    inputs: { data: at("data.json"), font_regular: "src/charts/fonts/SourceSans3-Regular.ttf" },
    outputs: { png: at("out.png") },
    params: { theme: rTheme },
  };
  writeFileSync(at("step.json"), JSON.stringify(step));
  const drawn = spawnSync("Rscript", [`rules/analysis/r/${name}.R`], {
    cwd: resolve(import.meta.dirname, "../../.."),
    env: { ...process.env, PLR_STEP: at("step.json") },
    encoding: "utf8",
  });
  assert.equal(drawn.status, 0, drawn.stderr);
  assert.equal(drawn.stderr, "", name);
  return readFileSync(at("out.png"));
}

/** The colours of a picture, as `#RRGGBB`. */
function inksOf({ data, channels }: DecodedPng): ReadonlySet<string> {
  const inks = new Set<string>();
  for (let at = 0; at < data.length; at += channels) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    inks.add(`#${((red << 16) | (green << 8) | blue).toString(16).padStart(6, "0").toUpperCase()}`);
  }
  return inks;
}

function skipReason(): string | false {
  const packages = ["ggplot2", "jsonlite"].map((name) => `requireNamespace("${name}")`).join(", ");
  const asked = spawnSync("Rscript", ["-e", `stopifnot(${packages})`]);
  return asked.status === 0 ? false : "R with ggplot2 and jsonlite is not installed";
}
