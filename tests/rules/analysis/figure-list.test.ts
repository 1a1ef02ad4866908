import assert from "node:assert/strict";
import { test } from "node:test";
import { absentFigures, figures } from "../../../configs/figures.ts";
import { drawn } from "../../../rules/analysis/figures.ts";
import { privateFigures } from "../../../rules/analysis/private-figures.ts";

test("each figure of configs/figures.ts is drawn, where its privacy says", () => {
  const idsOf = (privacy: string): string[] =>
    Object.entries(figures)
      .filter(([, figure]) => figure.privacy === privacy)
      .map(([id]) => `figures/${id}`);
  assert.deepEqual(drawn.map(({ pictures }) => pictures.name).sort(), idsOf("public").sort());
  const members = privateFigures.members.map(({ name }) => name);
  const inPrivate = members.filter((name) => members.includes(`${name}/data`));
  assert.deepEqual(inPrivate.sort(), idsOf("private").sort());
});

test("no figure that is drawn is said to be absent, and no two share a label", () => {
  assert.deepEqual(
    Object.keys(absentFigures).filter((id) => id in figures),
    [],
  );
  const labels = Object.values(figures).map(({ latex_label }) => latex_label);
  assert.equal(new Set(labels).size, labels.length);
});
