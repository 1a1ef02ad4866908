/** Small results databases made by hand: as the extraction would write them, from made-up predictions. */
import { placements } from "plr/stratos/placements";
import {
  calibrationIndex,
  calibrationInTheLarge,
  calibrationSlope,
  certaintyThirds,
  decisionCurve,
  equalCountGroups,
  errorsAt,
  meanPrediction,
  observedExpected,
  percentileInterval,
  refitAuroc,
  type RefitPredictions,
  retentionCurve,
  riskCoverage,
  rocBand,
  rocCurve,
  seededGenerator,
  smoothCalibration,
  stratifiedResamples,
  stratosMetrics,
  type TwoClassSample,
  validate,
} from "plr/stratos";
import { classificationInstability, personQuantiles, predictionInstability } from "plr/stratos/instability";
import { aurocEstimate } from "plr/stratos/auroc";
import { spearman } from "plr/stratos/correlation";
import { type Filled, writeDatabase } from "../../../../rules/analysis/write-database.ts";
import { featureCorrelationRows, featureVifRows } from "../../../../rules/extraction/rows/collinearity.ts";
import { readRegistry } from "../../../../rules/registry.ts";
import { resultsTables } from "../../../../rules/schema/results.ts";
import type { Table } from "../../../../rules/schema/table.ts";

export interface CellWanted {
  readonly outlier: string;
  readonly imputation: string;
  readonly classifier?: string;
  readonly featurization?: string;
  /** Written as the mean over refits instead of what the made-up predictions give. */
  readonly auroc?: number;
  /** How far the classes lie apart, in standard deviations. */
  readonly separation?: number;
}

export interface StudyWanted {
  readonly cells: readonly CellWanted[];
  readonly controls?: number;
  readonly cases?: number;
  readonly refits?: number;
  readonly isSynthetic?: boolean;
  /** Whether calibration, decision and retention curves are wanted too; they take most of the time. */
  readonly curves?: boolean;
  /** Runs that were left out. */
  readonly rejected?: readonly { readonly run_name: string | null; readonly reason: string }[];
  /** Rows of further tables. */
  readonly extra?: { readonly [table: string]: readonly Row[] };
  /** Other pseudonyms for the same people, as another key would give. */
  readonly pseudonym?: (person: number, label: number) => string;
}

type Row = { [column: string]: number | string | boolean | null };
type Rows = Map<string, Row[]>;

/** Writes a results database that holds the wished configurations; returns its path. */
export async function writeResults(path: string, wanted: StudyWanted): Promise<string> {
  const rows: Rows = new Map();
  for (const cell of wanted.cells) addConfiguration(rows, cell, wanted);
  for (const [table, extra] of Object.entries(wanted.extra ?? {})) rows.set(table, [...extra]);
  const registry = readRegistry("configs/registry.yaml");
  rows.set(
    "methods",
    registry.map((method) => ({ ...method })),
  );
  (wanted.rejected ?? []).forEach((run, i) =>
    add(rows, "rejected_runs", { run_id: `rejected-${i}`, ...run }),
  );
  add(rows, "extraction_metadata", { key: "is_synthetic", value: String(wanted.isSynthetic ?? false) });
  add(rows, "extraction_metadata", { key: "registry_digest", value: "0123456789abcdef" });
  add(rows, "extraction_metadata", { key: "curve_resamples", value: "500" });
  add(rows, "extraction_metadata", { key: "seed", value: "42" });
  const tables: Filled[] = resultsTables.map((table: Table) => ({
    table,
    rows: (rows.get(table.name) ?? []).map((row) => complete(table, row)),
  }));
  await writeDatabase(path, tables);
  return path;
}

/** A number for a configuration, the same for the same choices, whatever else is in the study. */
export function configId(cell: CellWanted): number {
  return seededGenerator("config", nameOf(cell)).next() >>> 1;
}

function nameOf({ outlier, imputation, classifier, featurization }: CellWanted): string {
  return [classifier ?? "CatBoost", featurization ?? "simple1.0", imputation, outlier].join("__");
}

export interface MadeUp {
  readonly refits: RefitPredictions;
  readonly labels: Uint8Array;
}

/** Predictions that depend on the configuration alone; people share a part of their luck over configurations. */
export function madeUp(cell: CellWanted, wanted: StudyWanted): MadeUp {
  const labels = labelsOf(wanted);
  const refits = wanted.refits ?? 20;
  const luck = seededGenerator("people", "luck");
  const own = seededGenerator("predictions", nameOf(cell));
  const values = new Float64Array(labels.length * refits);
  labels.forEach((label, person) => {
    const shared = gaussian(luck) + 0.4 * gaussian(own) + label * (cell.separation ?? 1.4);
    for (let refit = 0; refit < refits; refit += 1) {
      values[person * refits + refit] = 1 / (1 + Math.exp(1.6 - shared - 0.5 * gaussian(own)));
    }
  });
  return { refits: { people: labels.length, refits, values }, labels };
}

function labelsOf({ controls = 46, cases = 17 }: StudyWanted): Uint8Array {
  return Uint8Array.from([...Array<number>(controls).fill(0), ...Array<number>(cases).fill(1)]);
}

function gaussian(generator: { unit: () => number }): number {
  return Math.sqrt(-2 * Math.log(1 - generator.unit())) * Math.cos(2 * Math.PI * generator.unit());
}

function addConfiguration(rows: Rows, cell: CellWanted, wanted: StudyWanted): void {
  const { refits, labels } = madeUp(cell, wanted);
  const { mean, sd } = meanPrediction(refits);
  const sample = valueOf(validate(labels, mean));
  const config_id = configId(cell);
  const kernel = valueOf(refitAuroc(refits, labels));
  add(rows, "essential_metrics", {
    config_id,
    outlier_method: cell.outlier,
    imputation_method: cell.imputation,
    classifier: cell.classifier ?? "CatBoost",
    featurization: cell.featurization ?? "simple1.0",
    source_name: nameOf(cell),
    run_id: `run-${nameOf(cell)}`,
    n_test: sample.n,
    n_events: sample.events,
    n_bootstrap: refits.refits,
    prevalence: sample.events / sample.n,
    ...aurocColumns(cell, kernel, sample),
    ...measureColumns(sample),
    rho_sd_margin: spreadAtTheMargin(sample, sd),
  });
  addPeople(rows, config_id, { sample, sd, kernel, wanted });
  if (wanted.curves === true) {
    addCurves(rows, config_id, sample, sd);
    addStability(rows, config_id, refits, sample);
  }
  if (wanted.curves === true) addFeatures(rows, config_id);
}

function spreadAtTheMargin(sample: TwoClassSample, sd: Float64Array): number {
  const closeness = sample.p.map((p) => -Math.abs(p - 0.5));
  return valueOf(spearman(sd, closeness)).estimate;
}

type Kernel = ReturnType<typeof placements> & { readonly perRefit: Float64Array };

function aurocColumns(cell: CellWanted, kernel: Kernel, sample: TwoClassSample): Row {
  const value = cell.auroc ?? kernel.value;
  const refit = valueOf(percentileInterval([...kernel.perRefit]));
  const sampling = valueOf(aurocEstimate({ ...kernel, value })).logit;
  const ofMean = valueOf(aurocEstimate(placements(sample)));
  return {
    auroc: value,
    auroc_ci_lower: value + refit.lower - kernel.value,
    auroc_ci_upper: value + refit.upper - kernel.value,
    auroc_s_lower: sampling?.lower ?? null,
    auroc_s_upper: sampling?.upper ?? null,
    auroc_mean_pred: ofMean.value,
    auroc_mean_pred_ci_lower: ofMean.interval.lower,
    auroc_mean_pred_ci_upper: ofMean.interval.upper,
    auroc_mean_pred_logit_lower: ofMean.logit?.lower ?? null,
    auroc_mean_pred_logit_upper: ofMean.logit?.upper ?? null,
  };
}

function measureColumns(sample: TwoClassSample): Row {
  const metrics = valueOf(stratosMetrics(sample.y, sample.p));
  const slope = calibrationSlope(sample);
  const intercept = calibrationInTheLarge(sample);
  const index = calibrationIndex(sample);
  const ratio = observedExpected(sample);
  const benefits = metrics.netBenefit.map(({ threshold, model, all }): Row => {
    const percent = Math.round(100 * threshold);
    return { [`net_benefit_${percent}pct`]: model, [`net_benefit_all_${percent}pct`]: all };
  });
  const both = (name: string, interval: { lower: number; upper: number } | undefined): Row => ({
    [`${name}_ci_lower`]: interval?.lower ?? null,
    [`${name}_ci_upper`]: interval?.upper ?? null,
  });
  return {
    brier_mean_pred: metrics.brier,
    scaled_brier: metrics.scaledBrier,
    calibration_slope: slope.ok ? slope.value.value : null,
    ...both("calibration_slope", slope.ok ? slope.value.interval : undefined),
    calibration_intercept: intercept.ok ? intercept.value.value : null,
    ...both("calibration_intercept", intercept.ok ? intercept.value.interval : undefined),
    o_e_ratio: ratio.ok ? ratio.value.ratio : null,
    ...both("o_e_ratio", ratio.ok ? ratio.value.interval : undefined),
    ici: index.ok ? index.value.ici : null,
    ...Object.assign({}, ...benefits),
  };
}

interface People {
  readonly sample: TwoClassSample;
  readonly sd: Float64Array;
  readonly kernel: Kernel;
  readonly wanted: StudyWanted;
}

function addPeople(rows: Rows, config_id: number, { sample, sd, kernel, wanted }: People): void {
  const pseudonym = wanted.pseudonym ?? ((person, label) => `${label === 1 ? "G" : "H"}${900 - person}`);
  let cases = 0;
  let controls = 0;
  sample.y.forEach((label, person) => {
    const keys = { config_id, subject_code: pseudonym(person, label), y_true: label };
    const placement = label === 1 ? kernel.cases[cases++] : kernel.controls[controls++];
    add(rows, "predictions", { ...keys, y_prob: sample.p[person] ?? 0, y_prob_sd: sd[person] ?? 0 });
    add(rows, "auroc_kernels", { ...keys, placement: placement ?? 0 });
  });
}

/** Features of 40 people, each feature with a part of the one before it. */
function addFeatures(rows: Rows, config_id: number): void {
  const generator = seededGenerator("features", String(config_id));
  const lights = ["Red", "Blue"].flatMap((light) =>
    ["MAX_CONSTRICTION", "PHASIC", "SUSTAINED", "PIPR_AUC"].map((name) => `${light}_${name}_value`),
  );
  const columns: Float64Array[] = [];
  for (const _ of lights) {
    const before = columns.at(-1);
    columns.push(
      Float64Array.from({ length: 40 }, (_row, i) => gaussian(generator) + 2 * (before?.[i] ?? 0)),
    );
  }
  const features = { names: lights, columns };
  for (const row of featureVifRows(features, config_id)) add(rows, "feature_vif", row);
  for (const row of featureCorrelationRows(features, config_id)) add(rows, "feature_correlations", row);
}

function addCurves(rows: Rows, config_id: number, sample: TwoClassSample, sd: Float64Array): void {
  const resamples = stratifiedResamples(sample.y, { count: 20, seed: 1, key: "fixture" });
  const sorted = sample.p.toSorted();
  const [low = 0, high = 1] = [sorted[0], sorted.at(-1)];
  const at = Float64Array.from({ length: 21 }, (_, i) => Math.min(high, low + ((high - low) * i) / 20));
  for (const point of valueOf(smoothCalibration(sample, at, resamples))) {
    add(rows, "calibration_smooth", {
      config_id,
      x: point.predicted,
      y: point.observed,
      ci_lower: point.interval?.lower ?? null,
      ci_upper: point.interval?.upper ?? null,
    });
  }
  rocCurve(sample).forEach(({ threshold, fpr, tpr }, point_index) => {
    add(rows, "roc_points", {
      config_id,
      point_index,
      threshold: threshold === Infinity ? null : threshold,
      fpr,
      tpr,
    });
  });
  for (const { fpr, tpr, interval } of rocBand(sample, resamples)) {
    add(rows, "roc_curves", { config_id, fpr, tpr, ci_lower: interval.lower, ci_upper: interval.upper });
  }
  equalCountGroups(sample).forEach((group, group_index) => {
    add(rows, "calibration_groups", {
      config_id,
      group_index,
      n: group.n,
      events: group.events,
      p_mean: group.meanPrediction,
      observed: group.observed,
      ci_lower: group.interval?.lower ?? null,
      ci_upper: group.interval?.upper ?? null,
    });
  });
  for (const prevalence of [sample.events / sample.n, 0.0354]) {
    for (const point of decisionCurve(sample, { resamples, prevalence })) {
      add(rows, "dca_curves", {
        config_id,
        prevalence,
        threshold: point.threshold,
        net_benefit_model: point.model,
        net_benefit_all: point.all,
        nb_gain: point.gain,
        sensitivity: point.sensitivity,
        specificity: point.specificity,
        n_flagged: point.nPositive,
        prob_useful: point.uncertainty?.probUseful ?? 0,
      });
    }
  }
  addRetention(rows, config_id, sample, sd);
  for (const { generalisedRisk, oracleRisk, errors, ...point } of valueOf(
    riskCoverage(sd, errorsAt(sample, 0.5)),
  ).points) {
    const risks = { n_errors: errors, generalised_risk: generalisedRisk, oracle_risk: oracleRisk };
    add(rows, "risk_coverage", { config_id, uncertainty: "refit_sd", ...point, ...risks });
  }
  for (const outcome of [0, 1]) {
    const own = [...sample.p].filter((_, person) => sample.y[person] === outcome).toSorted((a, b) => a - b);
    add(rows, "distribution_stats", { config_id, outcome, n: own.length, median: own[own.length >> 1] ?? 0 });
  }
}

/** The refits about their mean, as in a run without a model of all training people. */
function addStability(rows: Rows, config_id: number, refits: RefitPredictions, sample: TwoClassSample): void {
  const reference = "mean_of_models";
  const { flipRate, cii } = valueOf(classificationInstability(refits, sample.p, 0.5));
  const { mape } = valueOf(predictionInstability(refits, sample.p));
  add(rows, "instability", { config_id, reference, threshold: 0.5, mape, cii });
  const quantiles = personQuantiles(refits, [0.025, 0.25, 0.5, 0.75, 0.975]);
  sample.y.forEach((y_true, person) => {
    const [q025 = 0, q25 = 0, q50 = 0, q75 = 0, q975 = 0] = quantiles.map((values) => values[person]);
    const p_mean = sample.p[person] ?? 0;
    add(rows, "subject_stability", {
      config_id,
      subject_code: `S${person}`,
      y_true,
      reference,
      p_ref: p_mean,
      p_mean,
      q025,
      q25,
      q50,
      q75,
      q975,
      flip_rate_50: flipRate[person] ?? 0,
    });
  });
}

function addRetention(rows: Rows, config_id: number, sample: TwoClassSample, sd: Float64Array): void {
  const uncertainty = "refit_sd";
  for (const point of valueOf(retentionCurve(sample, sd))) {
    const metrics: [string, number | null, number | null][] = [
      ["auroc", point.auroc, null],
      ["scaled_brier", point.scaledBrier, null],
      ["net_benefit_15pct", point.netBenefit, point.netBenefitAll],
    ];
    for (const [metric_name, metric_value, default_value] of metrics) {
      add(rows, "retention_metrics", {
        config_id,
        uncertainty,
        metric_name,
        retention_rate: point.rate,
        metric_value,
        default_value,
        n_retained: point.nRetained,
        n_events_retained: point.nEventsRetained,
      });
    }
  }
  for (const { interval, ...third } of valueOf(certaintyThirds(sample, sd))) {
    const limits = { ci_lower: interval.lower, ci_upper: interval.upper };
    add(rows, "certainty_thirds", { config_id, uncertainty, ...third, ...limits });
  }
}

function add(rows: Rows, table: string, row: Row): void {
  const list = rows.get(table);
  if (list === undefined) rows.set(table, [row]);
  else list.push(row);
}

/** Fills the columns that the test does not care about with zero, nothing or null. */
function complete(table: Table, row: Row): Row {
  const unknown = Object.keys(row).find((column) => table.columns[column] === undefined);
  if (unknown !== undefined) throw new Error(`${table.name} has no column ${unknown}`);
  const columns = Object.entries(table.columns).map(([name, { type, nullable }]) => {
    const empty = nullable ? null : { INTEGER: 0, DOUBLE: 0, VARCHAR: "", BOOLEAN: false }[type];
    return [name, row[name] ?? empty];
  });
  return Object.fromEntries(columns) as Row;
}

function valueOf<T>(result: { ok: true; value: T } | { ok: false; failure: { reason: string } }): T {
  if (!result.ok) throw new Error(result.failure.reason);
  return result.value;
}
