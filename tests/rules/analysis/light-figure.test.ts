import assert from "node:assert/strict";
import { test } from "node:test";
import { decompositionRow } from "plr/charts/figures/decomposition-grid";
import { protocolRow } from "plr/charts/figures/light-protocol";
import { z } from "zod";
import { documentsOf } from "./support/documents.ts";
import { inStudy } from "./support/studies.ts";
import { signalRowsWanted } from "./support/signals.ts";

const cells = [{ outlier: "pupil-gt", imputation: "pupil-gt" }];

test("windows hang on the lights of the recordings, and none reaches beyond their end", async () => {
  const document = await inStudy({ cells, refits: 5, extra: signalRowsWanted }, (study, facts) =>
    documentsOf(study, facts).light(),
  );
  const rows = z.array(protocolRow).parse(document.data);
  const windows = rows
    .filter((row) => row.part === "window")
    .map(({ feature, colour, from_s, to_s }) => `${feature} ${colour} ${from_s}-${to_s}`);
  assert.deepEqual(windows, [
    "Phasic Blue 15.5-20.5",
    "Phasic Red 46.5-51.5",
    "Max. constriction Blue 15.5-30.5",
    "Max. constriction Red 46.5-61.5",
    "Sustained Blue 19.5-24.5",
    "Sustained Red 50.5-55.5",
    "PIPR area Blue 24.5-36.5",
    "PIPR area Red 55.5-66",
  ]);
  assert.equal(document.units["mean"], "mm");
  assert.match(document.alt, /differ most at 20\.0 s, by 0\.50 mm/);
  assert.doesNotMatch(document.caption, /configuration|refits/);
});

test("recordings without signals give a card that says so", async () => {
  const document = await inStudy({ cells, refits: 5 }, (study, facts) => documentsOf(study, facts).light());
  assert.deepEqual(
    document.needs.map(({ met }) => met),
    [false],
  );
});

test("the responses of categories stand in the order of the other figures, each with fifteen components", async () => {
  const document = await inStudy({ cells, refits: 5, extra: signalRowsWanted }, (study, facts) =>
    documentsOf(study, facts).decomposition(),
  );
  const rows = z.array(decompositionRow).parse(document.data);
  assert.deepEqual(
    rows.filter((row) => row.part === "response").map(({ category, n }) => [category, n]),
    [
      ["Ground Truth", 20],
      ["Traditional", 19],
    ],
  );
  const components = rows.filter((row) => row.part === "component");
  assert.equal(components.length, 30);
  assert.ok(components.every(({ time_s, value }) => time_s.length === 67 && value.length === 67));
  assert.match(document.alt, /largest gap to Ground Truth 1\.00 in Traditional/);
});

test("one category of preprocessing is nothing to compare: a card says what is needed", async () => {
  const document = await inStudy({ cells, refits: 5 }, (study, facts) =>
    documentsOf(study, facts).decomposition(),
  );
  assert.equal(document.needs[0]?.met, false);
  assert.ok(document.height_in < 1.5, `a card of ${document.height_in} in, not a page`);
});
