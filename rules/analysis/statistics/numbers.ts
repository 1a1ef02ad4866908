import { count, fixed, percent } from "plr/charts/number-text";
import { describe } from "plr/stratos/describe";
import type { Resamples } from "plr/stratos/resamples";
import type { NumberRow } from "../../schema/analysis.ts";
import type { Method } from "../select-rows.ts";
import type { AnalysisSettings } from "../settings.ts";
import { samplingLimits } from "./auroc-limits.ts";
import { type Configuration, isGroundTruth } from "./configuration.ts";
import { selectedBest } from "./selected-best.ts";

/** What the numbers of the text are drawn from. */
export interface NumbersInput {
  /** All configurations of the study's featurization. */
  readonly configurations: readonly Configuration[];
  /** Refits per configuration, the most where they differ. */
  readonly refits: number;
  readonly methods: readonly Method[];
  readonly settings: AnalysisSettings;
  readonly resamples: Resamples;
}

/**
 * Single numbers of the text over all classifiers, those of the best pipeline with the bootstrap of the maximum, and
 * published results to set beside them.
 */
export function numbers(input: NumbersInput): NumberRow[] {
  return [...sizes(input), ...spread(input), ...best(input), ...reference(input), ...published(input)];
}

function sizes({ configurations, refits }: NumbersInput): NumberRow[] {
  const people = configurations[0]?.people;
  const n = people?.n ?? 0;
  const events = people?.events ?? 0;
  const prevalence = events / n;
  return [
    counted("nConfigs", configurations.length),
    counted("nPeople", n),
    counted("nEvents", events),
    counted("nRefits", refits),
    counted("nPredictions", n * configurations.length),
    { ...plain("testPrevalence", prevalence), text: percent(prevalence) },
  ];
}

function spread({ configurations, settings }: NumbersInput): NumberRow[] {
  const description = describe(configurations.map(({ auroc }) => auroc));
  if (description === null) return [];
  const { min, max, mean, median } = description;
  const atBenchmark = configurations.filter(({ auroc }) => auroc >= settings.benchmark);
  return [
    auroc("minAUROC", min),
    auroc("maxAUROC", max),
    auroc("meanAUROC", mean),
    auroc("medianAUROC", median),
    { ...plain("aurocRange", null), text: `${fixed(min, 3)}–${fixed(max, 3)}` },
    counted("nBenchmark", atBenchmark.length),
  ];
}

function best({ configurations, methods, resamples }: NumbersInput): NumberRow[] {
  const selected = selectedBest(configurations, resamples);
  const [chosen] = configurations.toSorted((a, b) => b.auroc - a.auroc || a.config_id - b.config_id);
  if (selected === null || chosen === undefined) return [];
  const { value, lower, upper, optimism } = selected;
  const named = (kind: Method["kind"], method: string): Method | undefined =>
    methods.find((candidate) => candidate.kind === kind && candidate.method === method);
  const outlier = named("outlier", chosen.outlier_method);
  const imputation = named("imputation", chosen.imputation_method);
  const classifier = named("classifier", chosen.classifier);
  const text = (name: string, words: string | undefined): NumberRow => ({
    ...plain(name, null),
    text: words ?? "n/a",
  });
  return [
    { ...auroc("bestAUROC", chosen.auroc), ...samplingLimits(chosen.kernel) },
    text("bestOutlier", outlier?.display_name),
    text("bestImputation", imputation?.display_name),
    text("bestClassifier", classifier?.display_name),
    text("bestPipeline", `${outlier?.short_name} × ${imputation?.short_name}, ${classifier?.display_name}`),
    { ...auroc("bestAUROCResampled", value), lower, upper },
    auroc("bestAUROCOptimism", optimism),
  ];
}

function reference({ configurations, settings }: NumbersInput): NumberRow[] {
  const own = configurations.filter(({ classifier }) => classifier === settings.classifier);
  const standard = own.find(isGroundTruth);
  const rows = [auroc("marginAUROC", settings.margin), counted("nMainConfigs", own.length)];
  if (standard === undefined) return rows;
  const above = own.filter((configuration) => configuration.auroc > standard.auroc);
  return [
    ...rows,
    { ...auroc("groundTruthAUROC", standard.auroc), ...samplingLimits(standard.kernel) },
    counted("nAboveGroundTruth", above.length),
  ];
}

function published({ settings }: NumbersInput): NumberRow[] {
  return settings.published.map(({ name, value, lower, upper }) => ({
    name: `${(/^[A-Za-z]+/.exec(name)?.[0] ?? "published").toLowerCase()}AUROC`,
    value,
    lower,
    upper,
    text: fixed(value, 2),
  }));
}

function auroc(name: string, value: number): NumberRow {
  return { ...plain(name, value), text: fixed(value, 3) };
}

function counted(name: string, value: number): NumberRow {
  return { ...plain(name, value), text: count(value) };
}

function plain(name: string, value: number | null): Omit<NumberRow, "text"> {
  return { name, value, lower: null, upper: null };
}
