import assert from "node:assert/strict";
import { test } from "node:test";
import { config, type Json } from "plr";
import { absentFigures, figureRegistry } from "../../../rules/analysis/figure-registry.ts";

const entry = {
  id: "fig",
  stem: "fig",
  title: "Title",
  question: "Why?",
  section: "main",
  latex_label: "fig:x",
  width: 7,
  privacy: "public",
  roles: "none",
};

test("the registry holds the eight figures, in the widths that paper has", () => {
  const figure = figureRegistry(config("configs/figures.yaml"));
  for (const id of [
    "fig02_forest_outlier",
    "fig03_forest_imputation",
    "fig04_forest_classifier",
    "fig05_heatmap_catboost",
    "fig06_specification_curve",
    "fig_calibration_smoothed",
    "fig_dca_curves",
    "fig_retained_multi_metric",
  ]) {
    assert.equal(figure(id).stem, id);
    assert.equal(figure(id).privacy, "public");
  }
});

test("a wrong entry is an error that names the figure and the field", () => {
  const wrong = (change: { readonly [key: string]: Json }): (() => unknown) => {
    const figures = [{ ...entry, ...change }];
    return () => figureRegistry({ figures });
  };
  assert.throws(wrong({ title: "" }), /title of figure fig must be a text/);
  assert.throws(wrong({ width: 10 }), /width of figure fig must be one of 3\.5, 7, 7\.5/);
  assert.throws(wrong({ roles: "all_9" }), /roles of figure fig/);
  assert.throws(() => figureRegistry({ figures: [entry, entry] }), /two figures of id fig/);
  assert.throws(() => figureRegistry({ figures: [entry] })("other"), /no figure other/);
  assert.throws(() => figureRegistry({}), /must be a list/);
});

test("a figure that is not drawn says what it lacks, or which figure shows the same", () => {
  const figures = [entry];
  const absent = [
    { id: "map", lacks: "the study has no places" },
    { id: "old", shown_in: "fig" },
  ];
  assert.deepEqual(absentFigures({ figures, absent }), [
    { name: "figures/map", reason: "the study has no places" },
    { name: "figures/old", reason: "figures/fig shows the same" },
  ]);
  for (const wrong of [
    { id: "old" },
    { id: "old", shown_in: "other" },
    { id: "old", lacks: "x", shown_in: "fig" },
    { id: "fig", lacks: "x" },
  ]) {
    assert.throws(() => absentFigures({ figures, absent: [wrong] }), /absent figure (?:old|fig) must say/);
  }
});

test("the figures that are not drawn are known, those of feature attributions among them", () => {
  const names = absentFigures(config("configs/figures.yaml")).map(({ name }) => name);
  assert.ok(names.includes("figures/fig_shap_beeswarm"));
  assert.equal(new Set(names).size, names.length);
});
