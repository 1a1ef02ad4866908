import { syntheticMarks } from "../../src/charts/document.ts";
import type { FigureDocument } from "../../src/charts/document.ts";
import { specificationHeight } from "../../src/charts/figures/specification-curve.ts";
import { heatmapHeight } from "../../src/charts/figures/heatmap.ts";
import { forestHeight } from "../../src/charts/figures/forest.ts";
import type { ForestRow } from "../../src/charts/figures/forest-rows.ts";
import type { HeatRow } from "../../src/charts/figures/heatmap-rows.ts";
import type { SpecRow } from "../../src/charts/figures/specification-rows.ts";
import {
  classifierNames,
  imputationMethods,
  meanOf,
  medianOf,
  noise,
  outlierMethods,
  pairedLimits,
  samplingLimits,
} from "./samples-study.ts";
import type { Cell, Method, Study } from "./samples-study.ts";

export type Factor = "outlier" | "imputation" | "classifier";

/** A document with everything but rows, size and domains of its own. */
export function baseDocument(study: Study, id: string): FigureDocument {
  return {
    schema: "plr.figure/1",
    id,
    title: id,
    question: "?",
    alt: `Sample of ${id}.`,
    caption: "",
    width_in: 7,
    height_in: 3,
    needs: [],
    filters: [{ name: "featurization", value: "simple1.0", rows_left: study.cells.length }],
    counts: {
      rows: 0,
      configs: study.cells.filter((cell) => cell.classifier === "CatBoost").length,
      n_test: study.n_test,
      n_events: study.n_events,
      n_bootstrap: study.n_bootstrap,
      n_missing: 0,
    },
    units: { auroc: "1" },
    domains: {},
    reference_lines: [
      { name: "declared margin", value: 0.02, lower: null, upper: null, source: "configuration" },
    ],
    interval: [{ kind: "sampling", level: 0.95, method: "DeLong, logit", n_resamples: null, seed: null }],
    data: [],
    provenance: {
      rows_digest: "00000000",
      tables: ["essential_metrics"],
      registry_digest: "67a44d69",
      code: "00000000",
      run_ids: [],
      is_synthetic: study.is_synthetic,
    },
    ...(study.is_synthetic ? syntheticMarks : {}),
  };
}

function forestRows(study: Study, factor: Factor): ForestRow[] {
  const catBoost = study.cells.filter((cell) => factor === "classifier" || cell.classifier === "CatBoost");
  const inBlock = (cell: Cell) => study.block.includes(cell.imputation.method);
  const keyOf = (cell: Cell) => (factor === "classifier" ? cell.classifier : cell[factor].method);
  const methods: readonly (Omit<Method, "category"> & { category: Method["category"] | null })[] =
    factor === "outlier"
      ? outlierMethods
      : factor === "imputation"
        ? imputationMethods
        : classifierNames.map((name, i) => ({
            method: name,
            display_name: name === "LogisticRegression" ? "Logistic Regression" : name,
            short_name: name === "LogisticRegression" ? "LR" : name,
            category: null,
            position: i + 1,
          }));
  const present = methods.filter((method) => catBoost.some((cell) => keyOf(cell) === method.method));
  const groups = present.map((method) => {
    const own = catBoost.filter((cell) => keyOf(cell) === method.method);
    const complete = own.some(inBlock);
    return { method, complete, cells: complete ? own.filter(inBlock) : own };
  });
  const blockGroups = groups.filter((group) => group.complete);
  const partners = Math.max(...blockGroups.map((group) => group.cells.length));
  const means = new Map(groups.map((g) => [g.method.method, meanOf(g.cells.map((cell) => cell.auroc))]));
  const best = blockGroups.toSorted(
    (a, b) => (means.get(b.method.method) ?? 0) - (means.get(a.method.method) ?? 0),
  )[0];
  const reference =
    factor === "outlier"
      ? (blockGroups.find((g) => g.method.method === "pupil-gt") ?? best)
      : factor === "classifier"
        ? (blockGroups.find((g) => g.method.method === "CatBoost") ?? best)
        : best;
  const gtCell = catBoost.find(
    (cell) => cell.outlier.method === "pupil-gt" && cell.imputation.method === "pupil-gt",
  );
  return groups.flatMap(({ method, complete, cells }): ForestRow[] => {
    const mean = means.get(method.method) ?? 0;
    const isReference = method === reference?.method;
    const from = complete ? (means.get(reference?.method.method ?? "") ?? 0) : (gtCell?.auroc ?? 0);
    const diff = mean - from;
    const itself = !complete && cells.every((cell) => cell === gtCell);
    const [lower, upper] = samplingLimits(mean, factor, method.method);
    const [dLower, dUpper] = pairedLimits(diff, factor, method.method);
    const compared = !isReference && !itself;
    return [
      {
        part: "method",
        factor,
        ...method,
        block: complete ? "complete" : "ground-truth-only",
        n_cells: cells.length,
        n_partners: partners,
        mean,
        ci_lower: lower,
        ci_upper: upper,
        diff: compared ? diff : null,
        diff_lower: compared ? dLower : null,
        diff_upper: compared ? dUpper : null,
        is_reference: isReference,
        reason: compared ? null : isReference ? "is the reference" : "is GT × GT itself",
      },
      ...cells.map((cell): ForestRow => ({
        part: "configuration",
        factor,
        method: method.method,
        config_id: cell.config_id,
        auroc: cell.auroc,
      })),
    ];
  });
}

export function forestDocument(study: Study, factor: Factor): FigureDocument {
  const id = {
    outlier: "fig02_forest_outlier",
    imputation: "fig03_forest_imputation",
    classifier: "fig04_forest_classifier",
  }[factor];
  const doc = baseDocument(study, id);
  const najjar = { name: "Najjar 2023", value: 0.93, lower: 0.9, upper: 0.96, source: "Najjar et al. 2023" };
  const filled: FigureDocument = {
    ...doc,
    data: forestRows(study, factor),
    reference_lines: factor === "outlier" ? [...doc.reference_lines, najjar] : doc.reference_lines,
    counts: factor === "classifier" ? { ...doc.counts, configs: study.cells.length } : doc.counts,
  };
  return { ...filled, height_in: forestHeight(filled) };
}

function catBoostCells(study: Study): readonly Cell[] {
  return study.cells.filter((cell) => cell.classifier === "CatBoost");
}

function isGroundTruth(cell: Cell): boolean {
  return cell.outlier.method === "pupil-gt" && cell.imputation.method === "pupil-gt";
}

function heatRows(study: Study): HeatRow[] {
  const cells = catBoostCells(study);
  const gt = cells.find(isGroundTruth);
  const inBlock = cells.filter((cell) => study.block.includes(cell.imputation.method));
  const axes = (["outlier", "imputation"] as const).flatMap((factor) =>
    (factor === "outlier" ? outlierMethods : imputationMethods)
      .filter((method) => cells.some((cell) => cell[factor].method === method.method))
      .map((method): HeatRow => {
        const own = inBlock.filter((cell) => cell[factor].method === method.method);
        return {
          part: "axis",
          factor,
          ...method,
          block_mean: own.length === 0 ? null : meanOf(own.map((c) => c.auroc)),
        };
      }),
  );
  return [
    ...axes,
    ...cells.map((cell): HeatRow => {
      const [lower, upper] = samplingLimits(cell.auroc, cell.config_id);
      const compared = gt !== undefined && cell !== gt;
      const diff = cell.auroc - (gt?.auroc ?? 0);
      const [dLower, dUpper] = pairedLimits(diff, cell.config_id);
      return {
        part: "cell",
        config_id: cell.config_id,
        outlier_method: cell.outlier.method,
        imputation_method: cell.imputation.method,
        auroc: cell.auroc,
        auroc_s_lower: lower,
        auroc_s_upper: upper,
        diff: compared ? diff : null,
        diff_lower: compared ? dLower : null,
        diff_upper: compared ? dUpper : null,
        outside_margin: compared ? dUpper < -0.02 || dLower > 0.02 : null,
        is_reference: cell === gt,
        reason: compared ? null : "is the reference, or there is none",
      };
    }),
  ];
}

export function heatmapDocument(study: Study): FigureDocument {
  const doc = { ...baseDocument(study, "fig05_heatmap_catboost"), data: heatRows(study) };
  return { ...doc, height_in: heatmapHeight(doc) };
}

export function specificationDocument(study: Study, everyClassifier = false): FigureDocument {
  const cells = (everyClassifier ? study.cells : catBoostCells(study)).toSorted((a, b) => b.auroc - a.auroc);
  const gt = cells.find((cell) => isGroundTruth(cell) && cell.classifier === "CatBoost");
  const configurations = cells.map((cell, i): SpecRow => {
    const [lower, upper] = samplingLimits(cell.auroc, cell.config_id);
    const compared = gt !== undefined && cell !== gt;
    const diff = cell.auroc - (gt?.auroc ?? 0);
    const [dLower, dUpper] = pairedLimits(diff, cell.config_id);
    const refit = 0.008 * (1 + 0.3 * noise("refit", cell.config_id));
    return {
      part: "configuration",
      config_id: cell.config_id,
      rank: i + 1,
      outlier_method: cell.outlier.method,
      imputation_method: cell.imputation.method,
      classifier: cell.classifier,
      name: `${cell.outlier.short_name} × ${cell.imputation.short_name}`,
      category: cell.outlier.category,
      auroc: cell.auroc,
      auroc_ci_lower: cell.auroc - refit,
      auroc_ci_upper: cell.auroc + 0.8 * refit,
      auroc_s_lower: lower,
      auroc_s_upper: upper,
      diff: compared ? diff : null,
      diff_lower: compared ? dLower : null,
      diff_upper: compared ? dUpper : null,
      is_reference: cell === gt,
      reason: compared ? null : "is the reference, or there is none",
    };
  });
  const keys = {
    outlier: (cell: Cell) => cell.outlier.method,
    imputation: (cell: Cell) => cell.imputation.method,
  };
  const choices = (["outlier", "imputation"] as const).flatMap((factor) =>
    (factor === "outlier" ? outlierMethods : imputationMethods).flatMap((method): SpecRow[] => {
      const ranks = cells.flatMap((cell, i) => (keys[factor](cell) === method.method ? [i + 1] : []));
      if (ranks.length === 0) return [];
      const aurocs = ranks.map((rank) => cells[rank - 1]?.auroc ?? 0);
      const medians = { median_auroc: medianOf(aurocs), median_rank: medianOf(ranks) };
      return [{ part: "choice", factor, ...method, n: ranks.length, ...medians }];
    }),
  );
  const classifiers = classifierNames.flatMap((name, i): SpecRow[] => {
    const ranks = cells.flatMap((cell, k) => (cell.classifier === name ? [k + 1] : []));
    if (!everyClassifier || ranks.length === 0) return [];
    const shown = name === "LogisticRegression" ? "Logistic Regression" : name;
    const names = { method: name, display_name: shown, short_name: shown, category: null, position: i + 1 };
    const aurocs = ranks.map((rank) => cells[rank - 1]?.auroc ?? 0);
    const medians = { median_auroc: medianOf(aurocs), median_rank: medianOf(ranks) };
    return [{ part: "choice", factor: "classifier", ...names, n: ranks.length, ...medians }];
  });
  const doc = baseDocument(
    study,
    everyClassifier ? "fig06_specification_curve_all" : "fig06_specification_curve",
  );
  const lineOf = (name: string, value: number) => ({
    name,
    value,
    lower: null,
    upper: null,
    source: "this study",
  });
  const filled: FigureDocument = {
    ...doc,
    width_in: 7.5,
    counts: { ...doc.counts, configs: cells.length },
    reference_lines: [
      ...doc.reference_lines,
      ...(gt === undefined ? [] : [lineOf("GT × GT", gt.auroc)]),
      lineOf("median", medianOf(cells.map((cell) => cell.auroc))),
    ],
    data: [...configurations, ...choices, ...classifiers],
  };
  return { ...filled, height_in: specificationHeight(filled) };
}
