import { auroc, aurocEstimate, delong } from "plr/stratos/auroc";
import { averagePrecision } from "plr/stratos/average-precision";
import { percentileInterval } from "plr/stratos/bootstrap-interval";
import { brierScore, scaledBrier } from "plr/stratos/brier";
import { expectedCalibrationError } from "plr/stratos/calibration-error";
import { calibrationIndex, calibrationIndexReplicates } from "plr/stratos/calibration-index";
import { spearman } from "plr/stratos/correlation";
import { clippedLogits } from "plr/stratos/logit";
import { observedExpected } from "plr/stratos/observed-expected";
import { twoWayPartialAuroc } from "plr/stratos/partial-auroc";
import { calibrationInTheLarge, calibrationSlope } from "plr/stratos/recalibration";
import type { Resamples } from "plr/stratos/resamples";
import type { RiskCoverage } from "plr/stratos/risk-coverage";
import type { TwoClassSample } from "plr/stratos/sample";
import { smoothCalibrationError } from "plr/stratos/smooth-calibration-error";
import { mean } from "plr/stratos/sum";
import type { EssentialMetrics } from "../../schema/metrics.ts";
import type { StoredScalar } from "../run-content.ts";
import { brierLimits } from "./brier-limits.ts";
import type { Decisions } from "./decisions.ts";
import { predictionsOf } from "./distributions.ts";
import type { MeasuredRun } from "./measured-run.ts";
import { requiredPoint } from "../../required-point.ts";

/** The columns that tell which run a row is of. */
export type RunIdentity = Pick<
  EssentialMetrics,
  | "config_id"
  | "outlier_method"
  | "imputation_method"
  | "classifier"
  | "featurization"
  | "source_name"
  | "run_id"
>;

type Part<Prefix extends string> = {
  [K in keyof EssentialMetrics as K extends `${Prefix}${string}` ? K : never]: EssentialMetrics[K];
};

/** The row of `essential_metrics`. */
export function essentialRow(
  run: MeasuredRun,
  identity: RunIdentity,
  parts: { readonly decisions: Decisions; readonly risk: RiskCoverage },
): EssentialMetrics {
  const { sample, content, predictions, uncertainty } = run;
  return {
    ...identity,
    n_test: sample.n,
    n_events: sample.events,
    n_bootstrap: predictions.refits,
    n_cut: clippedLogits(sample.p).nCut,
    prevalence: sample.events / sample.n,
    ...aurocs(run),
    brier: stored(content.scalars, "Brier").mean,
    ...briers(run),
    ...recalibration(run),
    ...netBenefits(parts.decisions),
    ...calibrationErrors(run),
    average_precision: averagePrecision(sample),
    pauc: twoWayPartialAuroc(sample, 1 - requiredPoint.specificity, requiredPoint.sensitivity),
    aurc: parts.risk.aurc,
    eaurc: parts.risk.eaurc,
    augrc: parts.risk.augrc,
    mutual_information: mean(uncertainty.mutualInformation),
    discrimination_slope: mean(predictionsOf(run, 1)) - mean(predictionsOf(run, 0)),
    rho_sd_margin: spreadAtTheMargin(run),
  };
}

/** Whether refits differ more for people near the margin of the decision than for others. */
function spreadAtTheMargin({ sample, spread }: MeasuredRun): number | null {
  const correlation = spearman(
    spread,
    sample.p.map((p) => -Math.abs(p - 0.5)),
  );
  return correlation.ok ? correlation.value.estimate : null;
}

function aurocs({ content, kernel, sample }: MeasuredRun): Part<"auroc"> {
  const { mean: ofRefits, sd, ci } = stored(content.scalars, "AUROC");
  const sampling = spreading(aurocEstimate(kernel));
  const ofMean = spreading(delong(sample));
  return {
    auroc: ofRefits,
    auroc_sd: sd,
    auroc_ci_lower: ci?.[0] ?? null,
    auroc_ci_upper: ci?.[1] ?? null,
    auroc_s_lower: sampling.logit.lower,
    auroc_s_upper: sampling.logit.upper,
    auroc_mean_pred: auroc(sample),
    auroc_mean_pred_ci_lower: ofMean.wald.lower,
    auroc_mean_pred_ci_upper: ofMean.wald.upper,
    auroc_mean_pred_logit_lower: ofMean.logit.lower,
    auroc_mean_pred_logit_upper: ofMean.logit.upper,
    auroc_note: ofMean.note ?? sampling.note,
  };
}

type Limits = { readonly lower: number | null; readonly upper: number | null };

const noLimits: Limits = { lower: null, upper: null };

/** The intervals of an estimate that spreads; else why there are none. */
function spreading(result: ReturnType<typeof aurocEstimate>): {
  readonly wald: Limits;
  readonly logit: Limits;
  readonly note: string | null;
} {
  if (!result.ok) return { wald: noLimits, logit: noLimits, note: result.failure.reason };
  const { interval, logit, degenerate } = result.value;
  if (degenerate) return { wald: noLimits, logit: noLimits, note: "zero-variance" };
  return { wald: interval, logit: logit ?? noLimits, note: null };
}

function briers({ sample, resamples }: MeasuredRun): Part<"brier_mean_pred"> & Part<"scaled_brier"> {
  const limits = brierLimits(sample, resamples);
  const prevalence = sample.events / sample.n;
  // Every stratified resample has the prevalence of the people, so scaling turns limits into limits, swapped.
  const scaled = (brier: number): number => 1 - brier / (prevalence * (1 - prevalence));
  return {
    brier_mean_pred: brierScore(sample),
    brier_mean_pred_ci_lower: limits?.lower ?? null,
    brier_mean_pred_ci_upper: limits?.upper ?? null,
    scaled_brier: scaledBrier(sample),
    scaled_brier_ci_lower: limits && scaled(limits.upper),
    scaled_brier_ci_upper: limits && scaled(limits.lower),
  };
}

function recalibration({ sample }: MeasuredRun): Part<"calibration_"> & Part<"slope_"> & Part<"o_e_"> {
  const intercept = calibrationInTheLarge(sample);
  const slope = calibrationSlope(sample);
  const ratio = observedExpected(sample);
  return {
    calibration_intercept: intercept.ok ? intercept.value.value : null,
    calibration_intercept_ci_lower: intercept.ok ? intercept.value.interval.lower : null,
    calibration_intercept_ci_upper: intercept.ok ? intercept.value.interval.upper : null,
    calibration_slope: slope.ok ? slope.value.value : null,
    calibration_slope_ci_lower: slope.ok ? slope.value.interval.lower : null,
    calibration_slope_ci_upper: slope.ok ? slope.value.interval.upper : null,
    slope_note: slope.ok ? null : slope.failure.reason,
    o_e_ratio: ratio.ok ? ratio.value.ratio : null,
    o_e_ratio_ci_lower: ratio.ok ? ratio.value.interval.lower : null,
    o_e_ratio_ci_upper: ratio.ok ? ratio.value.interval.upper : null,
  };
}

function netBenefits({ reported }: Decisions): Part<"net_benefit_"> {
  const columns = [5, 10, 15, 20].flatMap((percent): [string, number | null][] => {
    const point = reported.get(percent / 100);
    if (point === undefined) throw new Error(`no decision at ${percent} %`);
    const model = point.uncertainty?.model;
    return [
      [`net_benefit_${percent}pct`, point.model],
      [`net_benefit_${percent}pct_ci_lower`, model?.lower ?? null],
      [`net_benefit_${percent}pct_ci_upper`, model?.upper ?? null],
      [`net_benefit_all_${percent}pct`, point.all],
    ];
  });
  return Object.fromEntries(columns) as Part<"net_benefit_">;
}

function calibrationErrors({
  sample,
  curveResamples,
}: MeasuredRun): Part<"ici"> & Pick<EssentialMetrics, "e50" | "e90" | "ece_10" | "smooth_ece"> {
  const index = calibrationIndex(sample);
  return {
    ici: index.ok ? index.value.ici : null,
    ...iciLimits(sample, curveResamples),
    e50: index.ok ? index.value.e50 : null,
    e90: index.ok ? index.value.e90 : null,
    ece_10: expectedCalibrationError(sample),
    smooth_ece: smoothCalibrationError(sample),
  };
}

function iciLimits(
  sample: TwoClassSample,
  resamples: Resamples | undefined,
): Pick<EssentialMetrics, "ici_ci_lower" | "ici_ci_upper"> {
  const limits = resamples && percentileInterval(calibrationIndexReplicates(sample, resamples));
  return limits?.ok
    ? { ici_ci_lower: limits.value.lower, ici_ci_upper: limits.value.upper }
    : { ici_ci_lower: null, ici_ci_upper: null };
}

/** A scalar that every content has. */
function stored(scalars: ReadonlyMap<string, StoredScalar>, name: "AUROC" | "Brier"): StoredScalar {
  const scalar = scalars.get(name);
  if (scalar === undefined) throw new Error(`content without ${name}`);
  return scalar;
}
