import {
  aurocDifference,
  aurocEstimate,
  bcaInterval,
  classificationInstability,
  decisionUncertainty,
  decomposeUncertainty,
  meanPrediction,
  percentileInterval,
  personQuantiles,
  predictionInstability,
  refitAuroc,
  stratifiedResamples,
} from "../../../src/stratos/index.ts";
import { comparisons, python } from "../oracles.ts";
import { refitsOf } from "../support.ts";
import { over, type Measure } from "./measure.ts";
import { anySets, ifThere, named, said } from "./sets.ts";

const refits = named(comparisons.data.refits).map(({ name, entry }) => {
  const [a, b] = [refitsOf(entry.a), refitsOf(entry.b)];
  return {
    name,
    a,
    aurocA: ifThere(refitAuroc(a, entry.y)),
    aurocB: ifThere(refitAuroc(b, entry.y)),
    reference: Float64Array.from(entry.reference),
    py: said(comparisons.python.refits, name),
  };
});
const resampled = named(comparisons.python.resampled);
const THRESHOLDS = [0.5, 0.2];

/** What the refits of a model say together, and intervals by resampling. */
export const refitMeasures: readonly Measure[] = [
  {
    name: "AUROC of each refit",
    against: "scikit-learn",
    comparisons: over(refits, ({ a, aurocA, py }) => ({
      got: aurocA?.perRefit ?? Array.from({ length: a.refits }, () => null),
      want: py.per_model,
    })),
  },
  {
    name: "mean AUROC of refits with its variance",
    against: "definition",
    comparisons: over(refits, ({ aurocA, py }) => ({
      got: [aurocA?.value, aurocA && ifThere(aurocEstimate(aurocA))?.variance],
      want: py.auroc,
    })),
  },
  {
    name: "paired difference of mean AUROCs",
    against: "definition",
    comparisons: over(refits, ({ aurocA, aurocB, py }) => {
      const own = aurocA && aurocB && ifThere(aurocDifference(aurocA, aurocB));
      // Without a variance ours gives no difference either; the definition's alone would be no test.
      return {
        got: [own?.value, own?.variance],
        want: py.difference[1] === null ? [null, null] : py.difference,
      };
    }),
  },
  {
    name: "mean and spread of refits",
    against: "NumPy",
    comparisons: over(refits, ({ a, py }) => {
      const { mean, sd } = meanPrediction(a);
      return { got: [...mean, ...sd], want: [...py.mean, ...py.sd] };
    }),
  },
  {
    name: "quantiles of refits",
    against: "NumPy",
    comparisons: over(refits, ({ a, py }) => ({
      got: personQuantiles(a, [0.025, 0.5, 0.975]).flatMap((column) => [...column]),
      want: py.quantiles.flat(),
    })),
  },
  {
    name: "uncertainty decomposition",
    against: "scipy",
    comparisons: over(refits, ({ a, py }) => {
      const { total, expected, mutualInformation } = decomposeUncertainty(a);
      return {
        got: [...total, ...expected, ...mutualInformation],
        want: [...py.total, ...py.expected, ...py.mutual_information],
      };
    }),
  },
  {
    name: "instability of predictions (MAPE)",
    against: "NumPy",
    comparisons: over(refits, ({ a, reference, py }) => {
      const own = ifThere(predictionInstability(a, reference));
      return { got: [...(own?.absoluteError ?? []), own?.mape], want: py.absolute_error };
    }),
  },
  {
    name: "instability of classifications (CII)",
    against: "NumPy",
    comparisons: over(refits, ({ a, reference, py }) => ({
      got: THRESHOLDS.flatMap((threshold) => {
        const own = ifThere(classificationInstability(a, reference, threshold));
        return [...(own?.flipRate ?? []), own?.cii];
      }),
      want: py.flip.flat(),
    })),
  },
  {
    name: "decision uncertainty",
    against: "NumPy",
    comparisons: over(refits, ({ a, py }) => ({
      got: THRESHOLDS.flatMap((threshold) => [...decisionUncertainty(a, threshold)]),
      want: py.minority.flat(),
    })),
  },
  {
    name: "percentile interval",
    against: "scipy",
    comparisons: over(resampled, ({ entry }) => {
      const own = ifThere(percentileInterval(entry.replicates));
      return { got: [own?.lower, own?.upper], want: entry.percentile };
    }),
  },
  {
    name: "BCa interval, by class where there are two",
    against: "scipy",
    comparisons: over(resampled, ({ entry: { replicates, estimate, jackknife, bca } }) => {
      const left = jackknife.map((group) => Float64Array.from(group));
      const own = ifThere(bcaInterval(replicates, estimate, left));
      return { got: [own?.lower, own?.upper], want: bca };
    }),
  },
  {
    name: "stratified resamples",
    against: "second reading of the algorithm",
    comparisons: over(anySets, ({ name, data }) => {
      const rows = said(python.resampling.rows, name);
      const plan = { count: rows.length, seed: 42, key: "people" };
      return { got: stratifiedResamples(Uint8Array.from(data.y), plan).indices, want: rows.flat() };
    }),
  },
];
