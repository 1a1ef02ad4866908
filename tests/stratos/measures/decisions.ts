import {
  decisionCurve,
  errorsAt,
  netBenefit,
  netBenefitTreatAll,
  retentionCurve,
  riskCoverage,
  standardisedNetBenefit,
} from "../../../src/stratos/index.ts";
import { python } from "../oracles.ts";
import { over, type Measure } from "./measure.ts";
import { anySets, ifThere, twoClass } from "./sets.ts";

const { thresholds } = python;

/** What decisions by the predictions are worth, for everybody or for the most certain. */
export const decisions: readonly Measure[] = [
  {
    name: "net benefit",
    against: "dcurves",
    comparisons: over(twoClass, ({ sample, py }) => ({
      got: thresholds.map((threshold) => netBenefit(sample, threshold)),
      want: py.net_benefit?.model ?? [],
    })),
  },
  {
    name: "decision curve",
    against: "dcurves",
    comparisons: over(twoClass, ({ sample, py }) => ({
      got: decisionCurve(sample, { thresholds }).map((point) => point.model),
      want: py.net_benefit?.model ?? [],
    })),
  },
  {
    name: "net benefit of treating all",
    against: "dcurves",
    comparisons: over(twoClass, ({ sample, py }) => ({
      got: thresholds.map((threshold) => netBenefitTreatAll(sample.events / sample.n, threshold)),
      want: py.net_benefit?.all ?? [],
    })),
  },
  {
    name: "standardised net benefit",
    against: "dcurves over prevalence",
    comparisons: over(twoClass, ({ sample, py }) => ({
      got: thresholds.map((threshold) => standardisedNetBenefit(sample, threshold)),
      want: py.net_benefit?.standardised ?? [],
    })),
  },
  {
    name: "retention",
    against: "definition",
    comparisons: over(anySets, ({ sample, data, py }) => ({
      got: (ifThere(retentionCurve(sample, Float64Array.from(data.q))) ?? []).flatMap((point) => [
        point.nRetained,
        point.nEventsRetained,
        point.auroc,
        point.brier,
        point.scaledBrier,
        point.netBenefit,
      ]),
      want: py.retention.flat(),
    })),
  },
  {
    name: "risk by coverage",
    against: "definition",
    comparisons: over(anySets, ({ sample, data, py }) => {
      if (py.risk_coverage.risk === undefined) return null;
      const own = ifThere(riskCoverage(Float64Array.from(data.q), errorsAt(sample, 0.5)));
      return { got: own?.points.map((point) => point.risk) ?? [], want: py.risk_coverage.risk };
    }),
  },
  {
    name: "AURC and E-AURC",
    against: "definition",
    comparisons: over(anySets, ({ sample, data, py }) => {
      const own = ifThere(riskCoverage(Float64Array.from(data.q), errorsAt(sample, 0.5)));
      return { got: [own?.aurc, own?.eaurc], want: [py.risk_coverage.aurc, py.risk_coverage.eaurc] };
    }),
  },
];
