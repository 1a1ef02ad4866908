import { certaintyThirds, retentionCurve, type RetentionPoint } from "plr/stratos/retention";
import { errorsAt, riskCoverage, type RiskCoverage } from "plr/stratos/risk-coverage";
import type { CertaintyThird, RetentionMetric, RiskCoveragePoint } from "../../schema/decisions.ts";
import { checked, type MeasuredRun } from "./measured-run.ts";

/** People are ranked by s. */
const uncertainty = "refit_sd";

/** Rows of `retention_metrics`, by metric and rate. */
export function retentionRows({ sample, spread }: MeasuredRun, config_id: number): RetentionMetric[] {
  const curve = checked(retentionCurve(sample, spread));
  return METRICS.flatMap(({ metric_name, value, fallback }) =>
    curve.map((point) => ({
      config_id,
      uncertainty,
      metric_name,
      retention_rate: point.rate,
      metric_value: value(point),
      default_value: fallback(point),
      n_retained: point.nRetained,
      n_events_retained: point.nEventsRetained,
    })),
  );
}

/** Rows of `certainty_thirds`. */
export function certaintyThirdRows({ sample, spread }: MeasuredRun, config_id: number): CertaintyThird[] {
  return checked(certaintyThirds(sample, spread)).map(({ stratum, n, errors, rate, interval }) => ({
    config_id,
    uncertainty,
    stratum,
    n,
    errors,
    rate,
    ci_lower: interval.lower,
    ci_upper: interval.upper,
  }));
}

/** Errors of p̄ ≥ 0.5 among the most certain people. */
export function riskCoverageOf({ sample, spread }: MeasuredRun): RiskCoverage {
  return checked(riskCoverage(spread, errorsAt(sample, 0.5)));
}

/** Rows of `risk_coverage`. */
export function riskCoverageRows({ points }: RiskCoverage, config_id: number): RiskCoveragePoint[] {
  return points.map((point) => ({
    config_id,
    uncertainty,
    k: point.k,
    coverage: point.coverage,
    n_errors: point.errors,
    risk: point.risk,
    generalised_risk: point.generalisedRisk,
    oracle_risk: point.oracleRisk,
  }));
}

const none = (): null => null;

const METRICS: readonly {
  readonly metric_name: string;
  readonly value: (point: RetentionPoint) => number | null;
  readonly fallback: (point: RetentionPoint) => number | null;
}[] = [
  { metric_name: "auroc", value: (point) => point.auroc, fallback: none },
  { metric_name: "brier", value: (point) => point.brier, fallback: none },
  {
    metric_name: "net_benefit_15pct",
    value: (point) => point.netBenefit,
    fallback: (point) => point.netBenefitAll,
  },
  { metric_name: "scaled_brier", value: (point) => point.scaledBrier, fallback: none },
];
