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
  readonly net_benefit?: { model: number[]; all: number[]; standardised: number[] };
  readonly smooth_ece?: number;
  readonly smooth_ece_10?: number;
  readonly relplot?: number;
  readonly logit_interval?: number[] | null;
  readonly oe?: number[];
  readonly scaled_brier?: number;
  readonly discrimination_slope?: number;
  /** ICI, E50, E90; null below ten distinct predictions. */
  readonly calibration_index?: number[] | null;
  /** Per bin: people, events, mean prediction, share of events. */
  readonly bins: (number | null)[][];
  /** Per rate: people, events, AUROC, Brier, scaled Brier, net benefit at 15 %. */
  readonly retention: (number | null)[][];
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
  /** Three resamples of each data set, and the first numbers of a known state. */
  readonly resampling: { rows: Record<string, number[][]>; first: number[] };
}

/** The parts of r.json. */
export interface ROracles {
  readonly sets: Record<string, ROracle>;
  readonly wilson: [number, number][];
}

/** What methods are compared by: tables of many kinds, each by its name. */
export interface ComparisonData {
  readonly blocks: Record<string, number[][]>;
  readonly pairs: Record<string, [number[], number[]]>;
  readonly groups: Record<string, [number[], number[]]>;
  readonly features: Record<string, number[][]>;
  readonly p_values: Record<string, number[]>;
  readonly designs: Record<string, { v: number[]; levels: Record<string, string[]>; terms: string[][] }>;
  readonly refits: Record<string, { y: number[]; a: number[][]; b: number[][]; reference: number[] }>;
  /** One group whose mean is resampled, or cases and controls whose AUROC is. */
  readonly resampled: Record<string, number[][]>;
}

/** A number; null where it does not exist. */
type Value = number | null;

/** What scipy, statsmodels, scikit-posthocs and slow definitions say about {@link ComparisonData}. */
export interface PythonComparisons {
  readonly blocks: Record<
    string,
    {
      mean_ranks: number[];
      chi2: number;
      p: number;
      scipy: number[] | null;
      iman_davenport: Value[];
      critical_difference: number;
      nemenyi: number[];
      posthocs: number[];
    }
  >;
  readonly pairs: Record<string, { pearson: Value[]; spearman: Value[] }>;
  readonly groups: Record<string, { exact: Value[]; approximate: Value; mean: Value[] }>;
  readonly signed_ranks: Record<string, { d: number[]; p: number }>;
  readonly features: Record<string, number[]>;
  readonly p_values: Record<string, Record<"bonferroni" | "holm" | "fdr_bh", number[]>>;
  /** Rows: type, SS, df, F, p, η², partial η², ω², partial ω². */
  readonly designs: Record<
    string,
    { rows: number[][]; residual: number[]; r_squared: number; fitted: number[] }
  >;
  readonly refits: Record<
    string,
    {
      auroc: Value[];
      per_model: Value[];
      difference: Value[];
      mean: number[];
      sd: number[];
      quantiles: number[][];
      total: number[];
      expected: number[];
      mutual_information: number[];
      absolute_error: number[];
      flip: number[][];
      minority: number[][];
    }
  >;
  readonly resampled: Record<
    string,
    { estimate: number; replicates: number[]; jackknife: number[][]; bca: Value[]; percentile: Value[] }
  >;
}

/** What R says about {@link ComparisonData}. */
export interface RComparisons {
  readonly blocks: Record<string, { chi2: number; p: number }>;
  readonly pairs: Record<string, { pearson: Value[]; spearman: number }>;
  readonly features: Record<string, number[]>;
  /** Rows: SS, df, F, p. */
  readonly designs: Record<
    string,
    { type1: number[][]; type2: number[][]; type3: number[][]; residual: number[]; r_squared: number }
  >;
  readonly p_values: Record<string, Record<"bonferroni" | "holm" | "fdr_bh", number[]>>;
}

export const dataSets = read("data.json") as Record<string, DataSet>;
export const python = read("python.json") as PythonOracles;
export const r = read("r.json") as ROracles;
export const comparisons = {
  data: read("comparisons-data.json") as ComparisonData,
  python: read("comparisons-python.json") as PythonComparisons,
  r: read("comparisons-r.json") as RComparisons,
};

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
