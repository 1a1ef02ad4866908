import {
  chiSquaredUpper,
  describe,
  fUpper,
  normalCdf,
  normalQuantile,
  quantile7,
  studentisedRangeQuantile,
  studentisedRangeUpper,
  studentTwoSidedP,
  studentTwoSidedQuantile,
  wilsonInterval,
} from "../../../src/stratos/index.ts";
import { python, r } from "../oracles.ts";
import { over, type Measure } from "./measure.ts";
import { anySets } from "./sets.ts";

const { tails, distributions } = python;
const QUANTILES = [0, 0.025, 0.1, 1 / 3, 0.5, 0.9, 1];
const tailCases = tails.cases.map(([x, a, b], i) => ({ name: `${x}, ${a}, ${b}`, x, a, b, i }));
const shares = distributions.shares.map(([events, n], i) => ({ name: `${events} of ${n}`, events, n, i }));

/** Distributions, quantiles and intervals that the measures are made of. */
export const foundations: readonly Measure[] = [
  {
    name: "mean, standard deviation, median",
    against: "NumPy and R",
    comparisons: over(anySets, ({ data, py, r: other }) => {
      const own = describe(data.p);
      return { got: [own?.mean, own?.sd, own?.median], want: [py.mean, other.sd, py.quantiles[4]] };
    }),
  },
  {
    name: "quantiles of type 7",
    against: "NumPy",
    comparisons: over(anySets, ({ data, py }) => ({
      got: QUANTILES.map((at) => quantile7(data.p, at)),
      want: py.quantiles,
    })),
  },
  {
    name: "quantiles of type 7",
    against: "R quantile",
    comparisons: over(anySets, ({ data, r: other }) => ({
      got: QUANTILES.map((at) => quantile7(data.p, at)),
      want: other.quantiles,
    })),
  },
  {
    name: "normal distribution and quantile",
    against: "scipy",
    comparisons: over(
      distributions.x.map((x, i) => ({ name: `${x}`, x, i })),
      ({ x, i }) => ({
        got: [normalCdf(x), normalQuantile(distributions.q[i] ?? 0)],
        want: [distributions.cdf[i], distributions.ppf[i]],
      }),
    ),
  },
  {
    name: "tails of χ², F and t",
    against: "scipy",
    comparisons: over(tailCases, ({ x, a, b, i }) => ({
      got: [chiSquaredUpper(x, a), fUpper(x, a, b), studentTwoSidedP(x, b)],
      want: [tails.chi2[i], tails.f[i], tails.t[i]],
    })),
  },
  {
    name: "quantiles of t",
    against: "scipy",
    comparisons: over(
      tails.ppf.map(([p, df, t]) => ({ name: `${p}, ${df}`, p, df, t })),
      ({ p, df, t }) => ({ got: [studentTwoSidedQuantile(p, df)], want: [t] }),
    ),
  },
  {
    name: "tail of the studentised range",
    against: "scipy",
    comparisons: over(
      tails.range.map(([q, k, p]) => ({ name: `${q}, ${k}`, q, k, p })),
      ({ q, k, p }) => ({ got: [studentisedRangeUpper(q, k)], want: [p] }),
    ),
  },
  {
    name: "quantiles of the studentised range",
    against: "scipy",
    differs: "scipy finds its quantiles to about 1e-9",
    tolerance: 1e-8,
    comparisons: over(
      tails.range_ppf.map(([p, k, q]) => ({ name: `${p}, ${k}`, q, k, p })),
      ({ q, k, p }) => ({ got: [studentisedRangeQuantile(p, k)], want: [q] }),
    ),
  },
  {
    name: "Wilson's interval",
    against: "statsmodels",
    comparisons: over(shares, ({ events, n, i }) => wilson(events, n, distributions.wilson[i])),
  },
  {
    name: "Wilson's interval",
    against: "R prop.test",
    comparisons: over(shares, ({ events, n, i }) => wilson(events, n, r.wilson[i])),
  },
];

function wilson(events: number, n: number, want: readonly number[] = []) {
  const { lower, upper } = wilsonInterval(events, n);
  return { got: [lower, upper], want };
}
