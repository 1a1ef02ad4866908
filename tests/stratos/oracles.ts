import { readFileSync } from "node:fs";

/** A data set of the oracle tests. */
export interface DataSet {
  readonly y: number[];
  readonly p: number[];
  /** A second set of predictions of the same people. */
  readonly q: number[];
}

/** What scikit-learn, statsmodels, dcurves, NumPy and slow definitions say about a data set. */
export interface PythonOracle {
  readonly brier: number;
  readonly ece: number;
  readonly mean: number;
  readonly quantiles: number[];
  readonly risk_coverage: { risk?: number[]; aurc: number; eaurc: number };
  readonly auroc?: number;
  readonly average_precision?: number;
  readonly pauc_20_standardised?: number;
  readonly pauc_20_raw?: number;
  readonly tpauc?: number;
  readonly roc?: [number[], number[]] | null;
  readonly variance?: number;
  readonly difference?: number;
  readonly difference_variance?: number;
  readonly in_the_large?: number;
  readonly in_the_large_se?: number;
  readonly n_cut?: number;
  readonly slope?: number;
  readonly slope_se?: number;
  readonly net_benefit?: { model: number[]; all: number[] };
  readonly smooth_ece?: number;
  readonly smooth_ece_10?: number;
  readonly relplot?: number;
}

/** What pROC, rms, glm and loess say about a data set. */
export interface ROracle {
  readonly quantiles: number[];
  readonly sd: number;
  readonly auroc?: number;
  readonly pauc_20?: number;
  readonly pauc_20_corrected?: number | null;
  readonly variance?: number;
  readonly interval?: [number, number, number];
  readonly z?: number | null;
  readonly p?: number | null;
  readonly in_the_large?: number;
  readonly in_the_large_se?: number;
  readonly slope?: number;
  readonly slope_se?: number;
  readonly val_prob?: { slope: number; brier: number; c: number };
  readonly loess?: {
    index: [number, number, number];
    interpolated: number[];
    at: number[];
    fitted: number[];
  };
}

/** The parts of python.json that belong to no data set. */
export interface PythonOracles {
  readonly thresholds: number[];
  readonly sets: Record<string, PythonOracle>;
  readonly refits: {
    y: number[];
    a: number[][];
    b: number[][];
    a_auroc: number[];
    value: number;
    variance: number;
    cases: number[];
    controls: number[];
    difference: number;
    difference_variance: number;
    mean_of_both: number;
    mean_of_both_variance: number;
    pbar: number[];
    s: number[];
    total: number[];
    expected: number[];
    quantiles: [number[], number[], number[]];
  };
  readonly distributions: {
    x: number[];
    cdf: number[];
    q: number[];
    ppf: number[];
    p: number[];
    bonferroni: number[];
    holm: number[];
    fdr_bh: number[];
    shares: [number, number][];
    wilson: [number, number][];
  };
  readonly tails: {
    cases: [number, number, number][];
    chi2: number[];
    f: number[];
    t: number[];
    ppf: [number, number, number][];
    range: [number, number, number][];
    range_ppf: [number, number, number][];
  };
  readonly comparisons: {
    blocks: number[][];
    mean_ranks: number[];
    friedman: [number, number];
    signed: { d: number[]; n: number; p: number }[];
    distinct: { d: number[]; p: number };
    x: number[];
    y: number[];
    pearson: [number, number, number];
    spearman: number;
    groups: [number[], number[]];
    d: number;
    g: number;
    mean: [number, number, number, number];
    features: number[][];
    vif: number[];
  };
  readonly bca: { x: number[]; estimate: number; replicates: number[]; interval: [number, number] };
  readonly resampling: { y: number[]; rows: number[][]; first: number[] };
}

/** One row of an analysis of variance. */
interface AnovaRow {
  readonly term: string;
  readonly ss: number;
  readonly df: number;
  readonly f: number;
  readonly p: number;
}

/** What lm, anova and car::Anova say about a design. */
interface AnovaOracle {
  readonly data: { v: number[]; a: string[]; b: string[]; c?: string[] };
  readonly terms: (string | string[])[];
  readonly type1: AnovaRow[];
  readonly type2: AnovaRow[];
  readonly type3: AnovaRow[];
  readonly residual: { ss: number; df: number };
  readonly r_squared: number;
  readonly fitted: number[];
}

/** The parts of r.json. */
export interface ROracles {
  readonly anovas: Record<string, AnovaOracle>;
  readonly sets: Record<string, ROracle>;
  readonly adjusted: { bonferroni: number[]; holm: number[]; fdr_bh: number[] };
  readonly wilson: [number, number][];
}

export const dataSets = read("data.json") as Record<string, DataSet>;
export const python = read("python.json") as PythonOracles;
export const r = read("r.json") as ROracles;

/** Every data set with what both languages say about it. */
export function eachSet(): { name: string; data: DataSet; py: PythonOracle; r: ROracle }[] {
  return Object.entries(dataSets).map(([name, data]) => {
    const py = python.sets[name];
    const other = r.sets[name];
    if (py === undefined || other === undefined) throw new Error(`no oracle for ${name}`);
    return { name, data, py, r: other };
  });
}

/** Those data sets that hold both classes. */
export function twoClassSets(): ReturnType<typeof eachSet> {
  return eachSet().filter(({ py }) => py.auroc !== undefined);
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`oracles/${name}`, import.meta.url), "utf8"));
}
