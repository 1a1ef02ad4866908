import {
  anova,
  benjaminiHochberg,
  bonferroni,
  effectSize,
  friedman,
  holm,
  meanEstimate,
  nemenyiP,
  pearson,
  spearman,
  varianceInflation,
  wilcoxonSignedRank,
} from "../../../src/stratos/index.ts";
import type { Anova, AnovaTerm, Correlation } from "../../../src/stratos/index.ts";
import { comparisons } from "../oracles.ts";
import { valueOf } from "../support.ts";
import { over, type Measure } from "./measure.ts";
import { ifThere, named, said } from "./sets.ts";

const { data, python, r } = comparisons;
const TYPES = [1, 2, 3] as const;
const blocks = named(data.blocks).map(({ name, entry }) => ({
  name,
  own: valueOf(friedman(entry)),
  py: said(python.blocks, name),
  r: said(r.blocks, name),
}));
const pairs = named(data.pairs).map(({ name, entry: [x, y] }) => ({
  name,
  linear: ifThere(pearson(x, y)),
  ranked: ifThere(spearman(x, y)),
  py: said(python.pairs, name),
  r: r.pairs[name],
}));
const groups = named(data.groups).map(({ name, entry: [a, b] }) => ({
  name,
  own: ifThere(effectSize(a, b)),
  mean: ifThere(meanEstimate(b)),
  py: said(python.groups, name),
}));
const features = named(data.features).map(({ name, entry }) => ({
  name,
  own: varianceInflation(entry.map((column) => Float64Array.from(column))),
  py: said(python.features, name),
  r: r.features[name],
}));
const designs = named(data.designs).map(({ name, entry: { v, levels, terms } }) => {
  const factors = Object.entries(levels).map(([factor, of]) => ({ name: factor, levels: of }));
  const tables = TYPES.map((type) => valueOf(anova(v, { factors, terms, type })));
  return { name, tables, py: said(python.designs, name), r: said(r.designs, name) };
});
const families = named(data.p_values);

/** How methods are compared with each other. */
export const comparing: readonly Measure[] = [
  {
    name: "Friedman's test, corrected for ties",
    against: "definition",
    comparisons: over(blocks, ({ own, py }) => ({
      got: [...own.meanRanks, own.statistic, own.p],
      want: [...py.mean_ranks, py.chi2, py.p],
    })),
  },
  {
    name: "Friedman's test, corrected for ties",
    against: "scipy, of three methods and more",
    comparisons: over(blocks, ({ own, py }) =>
      py.scipy === null ? null : { got: [own.statistic, own.p], want: py.scipy },
    ),
  },
  {
    name: "Friedman's test, corrected for ties",
    against: "R friedman.test",
    comparisons: over(blocks, ({ own, r: test }) => ({
      got: [own.statistic, own.p],
      want: [test.chi2, test.p],
    })),
  },
  {
    name: "Iman and Davenport's F",
    against: "definition",
    comparisons: over(blocks, ({ own, py }) => ({
      got: [own.imanDavenport?.f, own.imanDavenport?.p],
      want: py.iman_davenport,
    })),
  },
  {
    name: "Nemenyi's critical difference",
    against: "definition",
    comparisons: over(blocks, ({ own, py }) => ({
      got: [own.criticalDifference],
      want: [py.critical_difference],
    })),
  },
  {
    name: "Nemenyi's p-values",
    against: "definition",
    comparisons: over(blocks, ({ own, py }) => ({
      got: everyPair(own.meanRanks, (a, b) => nemenyiP(a - b, own.methods, own.blocks)),
      want: py.nemenyi,
    })),
  },
  {
    name: "Nemenyi's p-values",
    against: "scikit-posthocs",
    comparisons: over(blocks, ({ own, py }) => ({
      got: everyPair(own.meanRanks, (a, b) => nemenyiP(a - b, own.methods, own.blocks)),
      want: py.posthocs,
    })),
  },
  ...(["bonferroni", "holm", "fdr_bh"] as const).flatMap((method): Measure[] => {
    const adjust = { bonferroni, holm, fdr_bh: benjaminiHochberg }[method];
    return [
      {
        name: `p-values adjusted by ${method}`,
        against: "statsmodels",
        comparisons: over(families, ({ name, entry }) => ({
          got: adjust(entry),
          want: said(python.p_values, name)[method],
        })),
      },
      {
        name: `p-values adjusted by ${method}`,
        against: "R p.adjust",
        comparisons: over(families, ({ name, entry }) => ({
          got: adjust(entry),
          want: said(r.p_values, name)[method],
        })),
      },
    ];
  }),
  ...TYPES.map((type): Measure => ({
    name: `analysis of variance, type ${type}`,
    against: type === 1 ? "R anova" : "car Anova with sum contrasts",
    comparisons: over(designs, ({ tables, r: other }) => ({
      got: rowsOf(tables[type - 1], ({ ss, df, f, p }) => [ss, df, f, p]),
      want: other[`type${type}`].flat(),
    })),
  })),
  ...TYPES.map((type): Measure => ({
    name: `analysis of variance, type ${type}`,
    against: "statsmodels with sum contrasts",
    comparisons: over(designs, ({ tables, py }) => ({
      got: rowsOf(tables[type - 1], ({ ss, df, f, p }) => [ss, df, f, p]),
      want: py.rows.filter((row) => row[0] === type).flatMap((row) => row.slice(1, 5)),
    })),
  })),
  {
    name: "η², ω² and their partial forms",
    against: "definition",
    comparisons: over(designs, ({ tables, py }) => ({
      got: tables.flatMap((table) =>
        rowsOf(table, (row) => [
          row.etaSquared,
          row.partialEtaSquared,
          row.omegaSquared,
          row.partialOmegaSquared,
        ]),
      ),
      want: py.rows.flatMap((row) => row.slice(5)),
    })),
  },
  {
    name: "R², residual and fitted values",
    against: "statsmodels",
    comparisons: over(designs, ({ tables: [table], py }) => ({
      got: [table?.rSquared, table?.residual.ss, table?.residual.df, ...(table?.fitted ?? [])],
      want: [py.r_squared, ...py.residual, ...py.fitted],
    })),
  },
  {
    name: "Cohen's d, Hedges' g",
    against: "definition",
    comparisons: over(groups, ({ own, py }) => ({ got: [own?.d, own?.g], want: py.exact })),
  },
  {
    name: "Cohen's d, Hedges' g",
    against: "statsmodels",
    differs:
      "statsmodels corrects by 1 − 3/(4·df − 1), which is 1 % off the exact factor at two degrees of freedom",
    tolerance: 2e-2,
    comparisons: over(groups, ({ own, py }) => ({ got: [own?.g], want: [py.approximate] })),
  },
  {
    name: "mean with Student's interval",
    against: "scipy",
    comparisons: over(groups, ({ mean, py }) => ({
      got: [mean?.mean, mean?.interval.lower, mean?.interval.upper, mean?.p],
      want: py.mean,
    })),
  },
  {
    name: "signed ranks",
    against: "all choices of signs",
    comparisons: over(named(python.signed_ranks), ({ entry: { d, p } }) => ({
      got: [ifThere(wilcoxonSignedRank(d))?.p],
      want: [p],
    })),
  },
  {
    name: "Pearson's correlation with Fisher's interval",
    against: "scipy",
    comparisons: over(pairs, ({ linear, py }) => ({ got: threeOf(linear), want: py.pearson })),
  },
  {
    name: "Pearson's correlation with Fisher's interval",
    against: "R cor.test",
    comparisons: over(pairs, ({ linear, r: other }) =>
      other === undefined || linear?.interval === null ? null : { got: threeOf(linear), want: other.pearson },
    ),
  },
  {
    name: "Spearman's correlation with Bonett and Wright's interval",
    against: "scipy, and the definition of the interval",
    comparisons: over(pairs, ({ ranked, py }) => ({ got: threeOf(ranked), want: py.spearman })),
  },
  {
    name: "Spearman's correlation",
    against: "R cor",
    comparisons: over(pairs, ({ ranked, r: other }) =>
      other === undefined ? null : { got: [ranked?.estimate], want: [other.spearman] },
    ),
  },
  {
    name: "variance inflation",
    against: "statsmodels with an intercept",
    comparisons: over(features, ({ own, py }) => ({ got: own, want: py })),
  },
  {
    name: "variance inflation",
    against: "car vif, of two features and more",
    comparisons: over(features, ({ own, r: other }) =>
      other === undefined ? null : { got: own, want: other },
    ),
  },
];

function rowsOf(
  table: Anova | undefined,
  of: (row: AnovaTerm) => readonly (number | null)[],
): (number | null)[] {
  return table?.terms.flatMap((row) => [...of(row)]) ?? [];
}

function everyPair(values: Float64Array, of: (a: number, b: number) => number): number[] {
  return [...values].flatMap((a, i) => [...values.subarray(i + 1)].map((b) => of(a, b)));
}

function threeOf(own: Correlation | undefined): (number | undefined)[] {
  return [own?.estimate, own?.interval?.lower, own?.interval?.upper];
}
