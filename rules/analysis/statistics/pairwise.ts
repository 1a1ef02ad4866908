import { aurocDifference } from "plr/stratos/auroc";
import { effectSize } from "plr/stratos/mean-difference";
import { benjaminiHochberg, holm } from "plr/stratos/multiplicity";
import { placements, type Placements } from "plr/stratos/placements";
import { roundTo12 } from "plr/stratos/refit-predictions";
import type { Resamples } from "plr/stratos/resamples";
import { wilcoxonSignedRank } from "plr/stratos/wilcoxon";
import type { Pairwise } from "../../schema/comparisons.ts";
import { type Limits, meanKernel, pairedDifference } from "./auroc-limits.ts";
import type { ComparedStudy } from "./compared-study.ts";
import { type Configuration, factors } from "./configuration.ts";
import { type Family, familyOf } from "./family.ts";
import { contributions, personMetrics } from "./person-metrics.ts";
import { averageContributions, resampledMean } from "./resampled-mean.ts";
import { stratifiedMeanP } from "./stratified-mean-p.ts";

/** Every pair of methods of every family, metric by metric; adjusted within factor and metric. */
export function pairwiseComparisons(study: ComparedStudy): Pairwise[] {
  return factors.flatMap((factor) => {
    const family = familyOf(study, factor);
    if (family === null) return [];
    return metricsOf(study.resamples).flatMap((metric) => adjusted(pairsOf(family, metric)));
  });
}

type Configurations = readonly Configuration[];

/** A metric: what it is for one configuration, and how two lists of the same partners differ over people. */
interface Metric {
  readonly name: string;
  readonly valueOf: (configuration: Configuration) => number;
  readonly difference: (a: Configurations, b: Configurations) => Limits & { readonly p: number | null };
}

function metricsOf(resamples: Resamples): readonly Metric[] {
  const ofMean = (configuration: Configuration): Placements => placements(configuration.people);
  return [
    { name: "auroc", valueOf: ({ auroc }) => auroc, difference: byKernels(({ kernel }) => kernel) },
    { name: "auroc_mean_pred", valueOf: (own) => ofMean(own).value, difference: byKernels(ofMean) },
    ...personMetrics.map((name): Metric => {
      const meanOf = (own: Configurations): Float64Array =>
        averageContributions(own.map(({ people }) => contributions(people, name)));
      return {
        name,
        valueOf: ({ people }) => resampledMean(contributions(people, name), noResamples(people.n)).value,
        difference: (a, b) => {
          const other = meanOf(b);
          const moved = meanOf(a).map((value, person) => value - (other[person] ?? 0));
          const { lower, upper } = resampledMean(moved, resamples);
          return { lower, upper, p: stratifiedMeanP(moved, a[0]?.people.y ?? new Uint8Array()) };
        },
      };
    }),
  ];
}

function byKernels(kernelOf: (configuration: Configuration) => Placements): Metric["difference"] {
  return (a, b) => {
    const [left, right] = [meanKernel(a.map(kernelOf)), meanKernel(b.map(kernelOf))];
    const { lower, upper } = pairedDifference(left, right);
    const test = aurocDifference(left, right);
    return { lower, upper, p: test.ok ? test.value.p : null };
  };
}

function noResamples(people: number): Resamples {
  return { people, count: 0, indices: new Uint32Array() };
}

type Pair = Omit<Pairwise, "p_holm" | "p_fdr" | "p_wilcoxon_holm">;

function pairsOf({ factor, methods, blocks }: Family, metric: Metric): Pair[] {
  const columns = methods.map((_, at) => blocks.flatMap((block) => block[at] ?? []));
  const values = columns.map((column) => column.map(metric.valueOf));
  return methods.flatMap((level_1, i) =>
    methods.slice(i + 1).map((level_2, offset): Pair => {
      const j = i + 1 + offset;
      const { lower, upper, p } = metric.difference(columns[i] ?? [], columns[j] ?? []);
      return {
        factor,
        level_1,
        level_2,
        metric: metric.name,
        ...partnersSay(values[i] ?? [], values[j] ?? []),
        ci_lower: lower,
        ci_upper: upper,
        p,
      };
    }),
  );
}

type Description = Pick<
  Pair,
  "n_pairs" | "mean_diff" | "cohens_d" | "hedges_g" | "wins" | "ties" | "losses" | "p_wilcoxon"
>;

function partnersSay(a: readonly number[], b: readonly number[]): Description {
  const differences = a.map((value, partner) => roundTo12(value - (b[partner] ?? Number.NaN)));
  const effect = effectSize(a, b);
  const test = wilcoxonSignedRank(differences);
  return {
    n_pairs: a.length,
    mean_diff: meanOf(a) - meanOf(b),
    cohens_d: effect.ok ? effect.value.d : null,
    hedges_g: effect.ok ? effect.value.g : null,
    wins: differences.filter((difference) => difference > 0).length,
    ties: differences.filter((difference) => difference === 0).length,
    losses: differences.filter((difference) => difference < 0).length,
    p_wilcoxon: test.ok ? test.value.p : null,
  };
}

function adjusted(pairs: readonly Pair[]): Pairwise[] {
  const p = pairs.map((pair) => pair.p);
  const [byHolm, byFdr] = [adjustKnown(p, holm), adjustKnown(p, benjaminiHochberg)];
  const wilcoxon = adjustKnown(
    pairs.map((pair) => pair.p_wilcoxon),
    holm,
  );
  return pairs.map((pair, i) => ({
    ...pair,
    p_holm: byHolm[i] ?? null,
    p_fdr: byFdr[i] ?? null,
    p_wilcoxon_holm: wilcoxon[i] ?? null,
  }));
}

/** Adjusts the p-values that are there; the others stay null and count for nothing. */
function adjustKnown(
  values: readonly (number | null)[],
  adjust: (p: readonly number[]) => number[],
): (number | null)[] {
  const done = adjust(values.filter((value) => value !== null)).values();
  return values.map((value) => (value === null ? null : (done.next().value ?? null)));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
