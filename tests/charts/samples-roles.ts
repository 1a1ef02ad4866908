/** Sample documents of the figures that show a few pipelines by role: CAL, DCA, RET. */
import type { FigureDocument } from "../../src/charts/document.ts";
import { calibrationHeight } from "../../src/charts/figures/calibration.ts";
import { decisionHeight } from "../../src/charts/figures/decision-curve.ts";
import { retentionHeight } from "../../src/charts/figures/retention.ts";
import type { CalibrationRow } from "../../src/charts/figures/calibration-rows.ts";
import type { DcaRow } from "../../src/charts/figures/decision-rows.ts";
import type { RetentionRow } from "../../src/charts/figures/retention-rows.ts";
import { baseDocument } from "./samples.ts";
import { noise } from "./samples-study.ts";
import type { Cell, Study } from "./samples-study.ts";

interface Role {
  readonly role: string;
  readonly cell: Cell;
  readonly name: string;
  /** Sorted by prediction. */
  readonly people: readonly Person[];
}

interface Person {
  readonly y: 0 | 1;
  readonly p: number;
  /** Standard deviation of the prediction over refits. */
  readonly sd: number;
}

function isMethod(cell: Cell, outlier: string, imputation: string): boolean {
  return (
    cell.outlier.method === outlier && cell.imputation.method === imputation && cell.classifier === "CatBoost"
  );
}

function rolesOf(study: Study): Role[] {
  const ensemble = "ensemble-LOF-MOMENT-OneClassSVM-PROPHET-SubPCA-TimesNet-UniTS-gt-finetune";
  const wanted: [string, string, string][] = [
    ["ground_truth", "pupil-gt", "pupil-gt"],
    ["best_ensemble", ensemble, "CSDI"],
    ["best_single_fm", "MOMENT-gt-finetune", "SAITS"],
    ["traditional", "LOF", "SAITS"],
  ];
  return wanted.flatMap(([role, outlier, imputation]): Role[] => {
    const cell = study.cells.find((each) => isMethod(each, outlier, imputation));
    if (cell === undefined || (study.name === "demo" && role === "best_ensemble")) return [];
    const name = `${cell.outlier.short_name} × ${cell.imputation.short_name}`;
    return [{ role, cell, name, people: peopleOf(study, role, cell.auroc) }];
  });
}

/** People whose predictions are apart by as much as an AUROC asks for. */
function peopleOf(study: Study, role: string, auroc: number): Person[] {
  const shift = 3.2 * (auroc - 0.5) + 4 * Math.max(0, auroc - 0.8);
  return Array.from({ length: study.n_test }, (_, i): Person => {
    const y = i < study.n_events ? 1 : 0;
    const spread = 1.1 * (noise(i, "a") + noise(i, "b") + 0.4 * noise(i, role, "c"));
    const logit = -1.5 + shift * y + spread;
    const p = 1 / (1 + Math.exp(-logit));
    return { y, p, sd: 0.3 * p * (1 - p) * (1 + 0.5 * noise(i, role, "sd")) };
  }).toSorted((a, b) => a.p - b.p);
}

function wilson(events: number, n: number): [number, number] {
  const z = 1.96;
  const p = events / n;
  const middle = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const reach = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)];
}

function smoothAt(people: readonly Person[], at: number): number {
  const weights = people.map((person) => Math.exp(-(((person.p - at) / 0.13) ** 2)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return people.reduce((sum, person, i) => sum + person.y * (weights[i] ?? 0), 0) / total;
}

function calibrationRows(study: Study, role: Role): CalibrationRow[] {
  const { people } = role;
  const [low, high] = [people[0]?.p ?? 0, people.at(-1)?.p ?? 1];
  const measures = { slope: 1.4 + 0.8 * noise(role.role, "slope"), intercept: 0.3 * noise(role.role, "i") };
  const oe = study.n_events / people.reduce((sum, person) => sum + person.p, 0);
  const groupCount = Math.max(2, Math.min(10, Math.floor(study.n_test / 12)));
  const groups = Array.from({ length: groupCount }, (_, g) =>
    people.slice(
      Math.floor((g * people.length) / groupCount),
      Math.floor(((g + 1) * people.length) / groupCount),
    ),
  );
  return [
    {
      part: "pipeline",
      role: role.role,
      config_id: role.cell.config_id,
      name: role.name,
      category: role.cell.outlier.category,
      n_test: study.n_test,
      n_events: study.n_events,
      calibration_slope: study.name === "demo" && role.role === "traditional" ? null : measures.slope,
      calibration_slope_lower:
        study.name === "demo" && role.role === "traditional" ? null : measures.slope - 0.7,
      calibration_slope_upper:
        study.name === "demo" && role.role === "traditional" ? null : measures.slope + 0.9,
      calibration_intercept: measures.intercept,
      calibration_intercept_lower: measures.intercept - 0.66,
      calibration_intercept_upper: measures.intercept + 0.64,
      o_e_ratio: oe,
      o_e_ratio_lower: oe / 1.5,
      o_e_ratio_upper: oe * 1.5,
      ici: 0.09,
      ici_lower: 0.03,
      ici_upper: 0.15,
      reason: study.name === "demo" && role.role === "traditional" ? "did not converge" : null,
    },
    ...Array.from({ length: 41 }, (_, i): CalibrationRow => {
      const predicted = low + ((high - low) * i) / 40;
      const observed = smoothAt(people, predicted);
      const reach = 0.13 + 0.25 * Math.abs(predicted - 0.25);
      return {
        part: "curve",
        role: role.role,
        predicted,
        observed,
        ci_lower: Math.max(0, observed - reach),
        ci_upper: Math.min(1, observed + reach),
      };
    }),
    ...groups.map((group, g): CalibrationRow => {
      const events = group.filter((person) => person.y === 1).length;
      const [lower, upper] = wilson(events, group.length);
      return {
        part: "group",
        role: role.role,
        group_index: g,
        n: group.length,
        events,
        p_mean: group.reduce((sum, person) => sum + person.p, 0) / group.length,
        observed: events / group.length,
        ci_lower: lower,
        ci_upper: upper,
      };
    }),
    ...people.map((person): CalibrationRow => ({
      part: "person",
      role: role.role,
      y_true: person.y,
      y_prob: person.p,
    })),
  ];
}

export function calibrationDocument(study: Study): FigureDocument {
  const roles = rolesOf(study);
  const doc = baseDocument(study, "fig_calibration_smoothed");
  const filled = {
    ...doc,
    counts: { ...doc.counts, configs: roles.length },
    data: roles.flatMap((role) => calibrationRows(study, role)),
  };
  return { ...filled, height_in: calibrationHeight(filled) };
}

function netBenefit(people: readonly Person[], threshold: number): { benefit: number; positive: number } {
  const positive = people.filter((person) => person.p >= threshold);
  const cases = positive.filter((person) => person.y === 1).length;
  const odds = threshold / (1 - threshold);
  return { benefit: (cases - (positive.length - cases) * odds) / people.length, positive: positive.length };
}

function treatAll(people: readonly Person[], threshold: number): number {
  const share = people.filter((person) => person.y === 1).length / people.length;
  return share - ((1 - share) * threshold) / (1 - threshold);
}

function pipelineOf(study: Study, role: Role) {
  return {
    part: "pipeline" as const,
    role: role.role,
    config_id: role.cell.config_id,
    name: role.name,
    category: role.cell.outlier.category,
    n_test: study.n_test,
    n_events: study.n_events,
  };
}

function decisionRows(study: Study, role: Role): DcaRow[] {
  const points = Array.from({ length: 40 }, (_, i): DcaRow => {
    const threshold = (i + 1) / 100;
    const { benefit, positive } = netBenefit(role.people, threshold);
    const all = treatAll(role.people, threshold);
    const gain = benefit - Math.max(0, all);
    return {
      part: "threshold",
      role: role.role,
      threshold,
      net_benefit_model: benefit,
      net_benefit_all: all,
      net_benefit_none: 0,
      nb_gain: gain,
      sensitivity: 0.9 - threshold,
      specificity: 0.3 + threshold,
      n_positive: positive,
      prob_useful: 1 / (1 + Math.exp(-60 * gain)),
    };
  });
  return [
    { ...pipelineOf(study, role), prevalence: study.n_events / study.n_test, people: "sample" },
    ...points,
  ];
}

export function decisionDocument(study: Study): FigureDocument {
  const roles = rolesOf(study);
  const doc = baseDocument(study, "fig_dca_curves");
  const filled: FigureDocument = {
    ...doc,
    counts: { ...doc.counts, configs: roles.length },
    domains: { threshold: [0, 0.4], declared: [0.05, 0.2] },
    reference_lines: [],
    interval: [],
    data: roles.flatMap((role) => decisionRows(study, role)),
  };
  return { ...filled, height_in: decisionHeight(filled) };
}

function auroc(people: readonly Person[]): number | null {
  const cases = people.filter((person) => person.y === 1);
  const controls = people.filter((person) => person.y === 0);
  if (cases.length === 0 || controls.length === 0) return null;
  const wins = cases.flatMap((a) => controls.map((b): number => (a.p > b.p ? 1 : a.p === b.p ? 0.5 : 0)));
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
}

function scaledBrier(people: readonly Person[]): number | null {
  const share = people.filter((person) => person.y === 1).length / people.length;
  if (share === 0 || share === 1) return null;
  const brier = people.reduce((sum, person) => sum + (person.p - person.y) ** 2, 0) / people.length;
  return 1 - brier / (share * (1 - share));
}

function retentionRows(study: Study, role: Role): RetentionRow[] {
  const certain = role.people.toSorted((a, b) => a.sd - b.sd);
  const points = Array.from({ length: 20 }, (_, i) => (i + 1) / 20).flatMap((rate): RetentionRow[] => {
    const kept = certain.slice(0, Math.max(10, Math.floor(rate * certain.length)));
    const base = {
      part: "retention" as const,
      role: role.role,
      retention_rate: rate,
      n_retained: kept.length,
      n_events_retained: kept.filter((person) => person.y === 1).length,
    };
    const metric = (
      metric_name: "auroc" | "scaled_brier" | "net_benefit_15pct",
      value: number | null,
      other: number | null,
    ) => ({
      ...base,
      metric_name,
      metric_value: value,
      default_value: other,
      reason: value === null ? "one class left" : null,
    });
    return [
      metric("auroc", auroc(kept), null),
      metric("scaled_brier", scaledBrier(kept), null),
      metric("net_benefit_15pct", netBenefit(kept, 0.15).benefit, treatAll(kept, 0.15)),
    ];
  });
  const third = Math.floor(certain.length / 3);
  const strata = ([1, 2, 3] as const).map((stratum): RetentionRow => {
    const group = certain.slice((stratum - 1) * third, stratum === 3 ? undefined : stratum * third);
    const errors = group.filter((person) => (person.p >= 0.5 ? 1 : 0) !== person.y).length;
    const [lower, upper] = wilson(errors, group.length);
    const rates = { rate: errors / group.length, ci_lower: lower, ci_upper: upper };
    return { part: "third", role: role.role, stratum, n: group.length, errors, ...rates };
  });
  return [pipelineOf(study, role), ...points, ...strata];
}

export function retentionDocument(study: Study): FigureDocument {
  const roles = rolesOf(study);
  const doc = baseDocument(study, "fig_retained_multi_metric");
  const filled: FigureDocument = {
    ...doc,
    width_in: 7.5,
    counts: { ...doc.counts, configs: roles.length },
    data: roles.flatMap((role) => retentionRows(study, role)),
  };
  return { ...filled, height_in: retentionHeight(filled) };
}
