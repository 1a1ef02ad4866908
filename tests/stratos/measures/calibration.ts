import {
  brierScore,
  calibrationIndex,
  calibrationInTheLarge,
  calibrationSlope,
  equalWidthBins,
  expectedCalibrationError,
  loessFit,
  observedExpected,
  scaledBrier,
  smoothCalibrationError,
  smoothCalibrationErrorAt,
  sortedByX,
} from "../../../src/stratos/index.ts";
import type { TwoClassSample } from "../../../src/stratos/index.ts";
import { over, type Measure } from "./measure.ts";
import { anySets, ifThere, twoClass } from "./sets.ts";

const R_LOESS =
  "R's loess gives neighbours within .001 of the bandwidth the weight 1 and those beyond .999 the weight 0";
const withIndex = twoClass.filter(({ r }) => r.loess !== undefined);
const withSmoothError = twoClass.filter(({ py }) => py.smooth_ece !== undefined);

/** How well predictions agree with what is observed. */
export const calibration: readonly Measure[] = [
  {
    name: "Brier score",
    against: "scikit-learn",
    comparisons: over(anySets, ({ sample, py }) => ({ got: [brierScore(sample)], want: [py.brier] })),
  },
  {
    name: "Brier score",
    against: "rms val.prob",
    comparisons: over(twoClass, ({ sample, r }) =>
      r.val_prob === undefined ? null : { got: [brierScore(sample)], want: [r.val_prob.brier] },
    ),
  },
  {
    name: "scaled Brier score",
    against: "definition",
    comparisons: over(twoClass, ({ sample, py }) => ({
      got: [scaledBrier(sample)],
      want: [py.scaled_brier],
    })),
  },
  {
    name: "calibration-in-the-large",
    against: "statsmodels",
    comparisons: over(twoClass, ({ sample, py }) => ({
      got: inTheLarge(sample),
      want: [py.in_the_large, py.in_the_large_se, py.n_cut],
    })),
  },
  {
    name: "calibration-in-the-large",
    against: "R glm",
    differs: "glm stops when the deviance stalls, before the root of the score where predictions are extreme",
    tolerance: 1e-6,
    comparisons: over(twoClass, ({ sample, r }) => ({
      got: inTheLarge(sample).slice(0, 2),
      want: [r.in_the_large, r.in_the_large_se],
    })),
  },
  {
    name: "calibration slope",
    against: "statsmodels",
    comparisons: over(twoClass, ({ sample, py }) => {
      const own = ifThere(calibrationSlope(sample));
      return { got: [own?.value, own?.standardError], want: [py.slope, py.slope_se] };
    }),
  },
  {
    name: "calibration slope",
    against: "R glm",
    comparisons: over(twoClass, ({ sample, r }) => ({
      got: [ifThere(calibrationSlope(sample))?.value],
      want: [r.slope],
    })),
  },
  {
    name: "calibration slope",
    against: "rms val.prob",
    differs: "val.prob drops predictions of 0 and 1, and lrm stops at a change of .025 % in the likelihood",
    tolerance: 1e-3,
    comparisons: over(twoClass, ({ sample, r }) => {
      const own = ifThere(calibrationSlope(sample));
      if (r.val_prob === undefined || own?.nCut !== 0) return null;
      return { got: [own.value], want: [r.val_prob.slope] };
    }),
  },
  {
    name: "O:E with its interval",
    against: "definition",
    comparisons: over(twoClass, ({ sample, py }) => {
      const own = ifThere(observedExpected(sample));
      return { got: [own?.ratio, own?.interval.lower, own?.interval.upper], want: py.oe ?? [] };
    }),
  },
  {
    name: "ten bins",
    against: "definition",
    comparisons: over(anySets, ({ sample, py }) => ({
      got: equalWidthBins(sample, 10).flatMap(({ n, events, meanPrediction, observed }) => [
        n,
        events,
        meanPrediction,
        observed,
      ]),
      want: py.bins.flat(),
    })),
  },
  {
    name: "calibration error of ten bins",
    against: "definition",
    comparisons: over(anySets, ({ sample, py }) => ({
      got: [expectedCalibrationError(sample)],
      want: [py.ece],
    })),
  },
  {
    name: "smooth calibration error",
    against: "definition",
    comparisons: over(withSmoothError, ({ sample, py }) => ({
      got: [smoothCalibrationError(sample), smoothCalibrationErrorAt(sample, 0.1)],
      want: [py.smooth_ece, py.smooth_ece_10],
    })),
  },
  {
    name: "smooth calibration error",
    against: "relplot",
    differs:
      "relplot computes on a grid, reflects once and counts the ends in full: the same only where the bandwidth is small and nobody sits at an end",
    tolerance: 2e-2,
    comparisons: over(withSmoothError, ({ sample, data, py }) => {
      const own = smoothCalibrationError(sample);
      if (own >= 0.3 || data.p.some((p) => p <= 1e-3 || p >= 1 - 1e-3)) return null;
      return { got: [own], want: [py.relplot] };
    }),
  },
  {
    name: "ICI, E50, E90",
    against: "definition",
    comparisons: over(withIndex, ({ sample, py }) => ({
      got: index(sample),
      want: py.calibration_index ?? [],
    })),
  },
  {
    name: "ICI, E50, E90",
    against: "R loess, exact surface",
    differs: R_LOESS,
    tolerance: 2e-6,
    comparisons: over(withIndex, ({ sample, r }) => ({ got: index(sample), want: r.loess?.index ?? [] })),
  },
  {
    name: "loess between the points",
    against: "R loess, exact surface",
    differs: R_LOESS,
    tolerance: 2e-6,
    comparisons: over(withIndex, ({ data, r }) => ({
      got: ifThere(loessFit(sortedByX(data.p, data.y), Float64Array.from(r.loess?.at ?? []))) ?? [],
      want: r.loess?.fitted ?? [],
    })),
  },
];

function inTheLarge(sample: TwoClassSample): (number | undefined)[] {
  const own = ifThere(calibrationInTheLarge(sample));
  return [own?.value, own?.standardError, own?.nCut];
}

function index(sample: TwoClassSample): (number | undefined)[] {
  const own = ifThere(calibrationIndex(sample));
  return [own?.ici, own?.e50, own?.e90];
}
