import * as schema from "../../schema/comparisons.ts";
import type { Database } from "../database.ts";
import { partTask } from "../statistics-task.ts";
import { type Filled, filled } from "../write-database.ts";
import { choiceSummary } from "./choice-summary.ts";
import { type ComparedStudy, type ComparisonSettings, levelsOf, loadStudy } from "./compared-study.ts";
import { type Configuration, type Factor, factors, wishedReference } from "./configuration.ts";
import { featurizationDifferences } from "./featurization-differences.ts";
import { groupMetrics } from "./group-metrics.ts";
import { type Contrast, methodContrasts } from "./method-contrasts.ts";
import { pairwiseComparisons } from "./pairwise.ts";
import { referenceDifferences } from "./reference-differences.ts";

export type ContrastSettings = ComparisonSettings & { readonly margin: number };

export default partTask(comparisonTables);

/** What configurations and methods differ by. Pure: equal results give equal rows. */
export async function comparisonTables(results: Database, settings: ContrastSettings): Promise<Filled[]> {
  const study = await loadStudy(results, settings);
  const { configurations, resamples, main } = study;
  const scopes = scopesOf(configurations);
  const contrasts = scopes.flatMap((scope) => contrastsOf(scope, study));
  return [
    filled(
      schema.groupMetrics,
      scopes.flatMap(({ factor, members }) =>
        groupMetrics(members, { factor, levels: levelsOf(study, factor), resamples }),
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
    filled(schema.featurizationDifferences, featurizationDifferences(configurations, main.featurization)),
    filled(schema.choiceSummary, summaries(configurations)),
    filled(schema.pairwise, pairwiseComparisons(study)),
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

function contrastsOf(scope: Scope, study: ComparedStudy): Contrast[] {
  const { factor, classifier, featurization, members } = scope;
  const wished = wishedReference(factor, study.main.classifier);
  return methodContrasts(members, {
    factor,
    classifier,
    featurization,
    methods: levelsOf(study, factor),
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
