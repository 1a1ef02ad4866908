import { type ResamplingPlan, stratifiedResamples } from "plr/stratos/resamples";
import * as schema from "../../schema-analysis.ts";
import type { Method } from "../select-rows.ts";
import type { AnalysisSettings } from "../settings.ts";
import { type Filled, filled } from "../write-database.ts";
import { choiceSummary } from "./choice-summary.ts";
import { type Configuration, type Factor, factors, groundTruth } from "./configuration.ts";
import { featurizationDifferences } from "./featurization-differences.ts";
import { groupMetrics } from "./group-metrics.ts";
import { type Contrast, methodContrasts } from "./method-contrasts.ts";
import { numbers } from "./numbers.ts";
import { referenceDifferences } from "./reference-differences.ts";

/** Everything that the statistics depend on, read from the results database. */
export interface AnalysisInput {
  readonly configurations: readonly Configuration[];
  /** Labels of the people, in the order of every configuration's people. */
  readonly labels: Uint8Array;
  readonly refits: number;
  readonly methods: readonly Method[];
  readonly isSynthetic: boolean;
  readonly registryDigest: string;
  readonly settings: AnalysisSettings;
}

/** Computes every table of the analysis database. Pure: equal input gives equal rows. */
export function analyse(input: AnalysisInput): Filled[] {
  const { configurations, labels, settings } = input;
  // One set of resamples for all configurations and metrics, so that differences stay paired.
  const plan: ResamplingPlan = { count: settings.resamples, seed: settings.seed, key: "test people" };
  const resamples = stratifiedResamples(labels, plan);
  const scopes = scopesOf(configurations);
  const levelsOf = (factor: Factor): string[] =>
    input.methods.filter(({ kind }) => kind === factor).map(({ method }) => method);
  const contrasts = scopes.flatMap((scope) => contrastsOf(scope, levelsOf, settings.classifier));
  const main = configurations.filter(({ featurization }) => featurization === settings.featurization);
  return [
    filled(schema.study, [
      {
        is_synthetic: input.isSynthetic,
        registry_digest: input.registryDigest,
        margin: settings.margin,
        n_resamples: settings.resamples,
        seed: settings.seed,
      },
    ]),
    filled(
      schema.groupMetrics,
      scopes.flatMap(({ factor, members }) =>
        groupMetrics(members, { factor, levels: levelsOf(factor), resamples }),
      ),
    ),
    filled(
      schema.methodContrasts,
      contrasts.map(({ row }) => row),
    ),
    filled(schema.contrastConfigurations, contrasts.flatMap(membersOf)),
    filled(
      schema.referenceDifferences,
      referenceDifferences(configurations, { margin: settings.margin, resamples }),
    ),
    filled(schema.featurizationDifferences, featurizationDifferences(configurations, settings.featurization)),
    filled(schema.choiceSummary, summaries(configurations)),
    filled(schema.numbers, numbers({ ...input, configurations: main, resamples })),
  ];
}

/** A factor and the configurations whose methods of it can be compared: alike in all that is not compared. */
interface Scope {
  readonly factor: Factor;
  /** One classifier, or "all" where that is the factor. */
  readonly classifier: string;
  readonly featurization: string;
  readonly members: readonly Configuration[];
}

function scopesOf(configurations: readonly Configuration[]): Scope[] {
  return grouped(configurations, ({ featurization }) => featurization).flatMap(([featurization, alike]) => {
    const perClassifier = grouped(alike, ({ classifier }) => classifier);
    return factors.flatMap((factor): Scope[] =>
      factor === "classifier"
        ? [{ factor, classifier: "all", featurization, members: alike }]
        : perClassifier.map(([classifier, members]) => ({ factor, classifier, featurization, members })),
    );
  });
}

function contrastsOf(
  scope: Scope,
  levelsOf: (factor: Factor) => string[],
  mainClassifier: string,
): Contrast[] {
  const { factor, classifier, featurization, members } = scope;
  // Imputation methods have no standard: the best of the block serves.
  const wished = { outlier: groundTruth, imputation: undefined, classifier: mainClassifier }[factor];
  return methodContrasts(members, {
    factor,
    classifier,
    featurization,
    methods: levelsOf(factor),
    ...(wished === undefined ? {} : { reference: wished }),
  });
}

function membersOf({ row, members }: Contrast): schema.ContrastConfiguration[] {
  const { factor, method, classifier, featurization } = row;
  return members.map(({ config_id }) => ({ factor, method, classifier, featurization, config_id }));
}

function summaries(configurations: readonly Configuration[]): schema.ChoiceSummary[] {
  return grouped(configurations, ({ featurization }) => featurization).flatMap(([featurization, alike]) => [
    ...choiceSummary(alike, { classifier: "all", featurization }),
    ...grouped(alike, ({ classifier }) => classifier).flatMap(([classifier, members]) =>
      choiceSummary(members, { classifier, featurization }),
    ),
  ]);
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  return [...Map.groupBy(items, keyOf)].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
