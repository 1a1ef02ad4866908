import {
  auroc,
  aurocDifference,
  averagePrecision,
  delong,
  discriminationSlope,
  partialAuroc,
  placements,
  rocCurve,
  twoWayPartialAuroc,
} from "../../../src/stratos/index.ts";
import { over, type Measure } from "./measure.ts";
import { ifThere, twoClass } from "./sets.ts";

/** How well cases are told from controls. */
export const discrimination: readonly Measure[] = [
  {
    name: "AUROC",
    against: "scikit-learn",
    comparisons: over(twoClass, ({ sample, py }) => ({ got: [auroc(sample)], want: [py.auroc] })),
  },
  {
    name: "AUROC",
    against: "pROC",
    comparisons: over(twoClass, ({ sample, r }) => ({ got: [auroc(sample)], want: [r.auroc] })),
  },
  {
    name: "ROC curve",
    against: "scikit-learn",
    comparisons: over(twoClass, ({ sample, py }) =>
      py.roc === undefined || py.roc === null
        ? null
        : { got: rocCurve(sample).flatMap(({ fpr, tpr }) => [fpr, tpr]), want: alternating(...py.roc) },
    ),
  },
  {
    name: "variance of the AUROC",
    against: "definition",
    comparisons: over(twoClass, ({ sample, py }) => ({
      got: [ifThere(delong(sample))?.variance],
      want: [py.variance],
    })),
  },
  {
    name: "variance of the AUROC",
    against: "pROC",
    comparisons: over(twoClass, ({ sample, r }) => ({
      got: [ifThere(delong(sample))?.variance],
      want: [r.variance],
    })),
  },
  {
    name: "interval of the AUROC",
    against: "pROC",
    comparisons: over(twoClass, ({ sample, r }) => {
      const interval = ifThere(delong(sample))?.interval;
      return { got: [interval?.lower, interval?.upper], want: [r.interval?.[0], r.interval?.[2]] };
    }),
  },
  {
    name: "interval of the AUROC on the logit scale",
    against: "definition",
    comparisons: over(twoClass, ({ sample, py }) => {
      const interval = ifThere(delong(sample))?.logit;
      return {
        got: [interval?.lower, interval?.upper],
        want: py.logit_interval ?? [null, null],
      };
    }),
  },
  {
    name: "paired difference of AUROCs",
    against: "definition",
    comparisons: over(twoClass, ({ sample, other, py }) => {
      const own = ifThere(aurocDifference(placements(sample), placements(other)));
      return { got: [own?.value, own?.variance], want: [py.difference, py.difference_variance] };
    }),
  },
  {
    name: "paired difference of AUROCs",
    against: "pROC",
    comparisons: over(twoClass, ({ sample, other, r }) => {
      const own = ifThere(aurocDifference(placements(sample), placements(other)));
      return { got: [own?.z, own?.p], want: [r.z, r.p] };
    }),
  },
  {
    name: "average precision",
    against: "scikit-learn",
    comparisons: over(twoClass, ({ sample, py }) => ({
      got: [averagePrecision(sample)],
      want: [py.average_precision],
    })),
  },
  {
    name: "partial AUROC",
    against: "definition",
    comparisons: over(twoClass, ({ sample, py }) => ({
      got: [partialAuroc(sample, 0.2).area],
      want: [py.pauc_20_raw],
    })),
  },
  {
    name: "partial AUROC",
    against: "pROC",
    comparisons: over(twoClass, ({ sample, r }) => ({
      got: [partialAuroc(sample, 0.2).area],
      want: [r.pauc_20],
    })),
  },
  {
    name: "McClish's partial AUROC",
    against: "scikit-learn",
    comparisons: over(twoClass, ({ sample, py }) => ({
      got: [partialAuroc(sample, 0.2).standardised],
      want: [py.pauc_20_standardised],
    })),
  },
  {
    name: "two-way partial AUROC",
    against: "definition",
    comparisons: over(twoClass, ({ sample, py }) => ({
      got: [twoWayPartialAuroc(sample, 0.179, 0.862)],
      want: [py.tpauc],
    })),
  },
  {
    name: "discrimination slope",
    against: "definition",
    comparisons: over(twoClass, ({ sample, py }) => ({
      got: [discriminationSlope(sample)],
      want: [py.discrimination_slope],
    })),
  },
];

function alternating(left: readonly number[], right: readonly number[]): (number | undefined)[] {
  return left.flatMap((value, i) => [value, right[i]]);
}
