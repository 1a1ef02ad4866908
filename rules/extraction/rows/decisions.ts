import { decisionCurve, DECISION_THRESHOLDS, type DecisionPoint } from "plr/stratos/decision-curve";
import type { DcaPoint } from "../../schema/decisions.ts";
import type { MeasuredRun } from "./measured-run.ts";

/** Share of glaucoma in the population (Tham 2014). */
const POPULATION_PREVALENCE = 0.0354;

/** The thresholds at which decisions are reported with their uncertainty. */
const REPORTED = [5, 10, 15, 20, 30].map((percent) => percent / 100);

/** A decision curve for one prevalence; `reported` has its uncertainty, for the sample's prevalence alone. */
export interface Decisions {
  readonly prevalence: number;
  readonly points: readonly DecisionPoint[];
  readonly reported: ReadonlyMap<number, DecisionPoint>;
}

/** Decision curves for the sample's prevalence and, with predictions moved there, for the population's. */
export function decisionsOf({ sample, resamples }: MeasuredRun): {
  readonly sample: Decisions;
  readonly population: Decisions;
} {
  const reported = decisionCurve(sample, { thresholds: REPORTED, resamples });
  const thresholds = DECISION_THRESHOLDS;
  return {
    sample: {
      prevalence: sample.events / sample.n,
      points: decisionCurve(sample, { thresholds }),
      reported: new Map(reported.map((point) => [point.threshold, point])),
    },
    population: {
      prevalence: POPULATION_PREVALENCE,
      points: decisionCurve(sample, { thresholds, prevalence: POPULATION_PREVALENCE }),
      reported: new Map(),
    },
  };
}

/** Rows of `dca_curves`, by prevalence and threshold. */
export function dcaRows(config_id: number, curves: readonly Decisions[]): DcaPoint[] {
  const rising = curves.toSorted((a, b) => a.prevalence - b.prevalence);
  return rising.flatMap(({ prevalence, points, reported }) =>
    points.map((point) => {
      const uncertainty = reported.get(point.threshold)?.uncertainty;
      return {
        config_id,
        prevalence,
        threshold: point.threshold,
        net_benefit_model: point.model,
        net_benefit_all: point.all,
        net_benefit_none: 0,
        nb_gain: point.gain,
        nb_gain_ci_lower: uncertainty?.gain.lower ?? null,
        nb_gain_ci_upper: uncertainty?.gain.upper ?? null,
        prob_useful: uncertainty?.probUseful ?? null,
        sensitivity: point.sensitivity,
        specificity: point.specificity,
        n_flagged: point.nPositive,
      };
    }),
  );
}
