import { type Resamples, type ResamplingPlan, stratifiedResamples } from "plr/stratos/resamples";
import type { Database } from "../database.ts";
import { type Method, selectMethods } from "../select-rows.ts";
import type { AnalysisSettings } from "../settings.ts";
import type { Configuration, Factor } from "./configuration.ts";
import { loadConfigurations } from "./load-configurations.ts";

/** What every comparison hangs on; the parameters of the steps that compare. */
export type ComparisonSettings = Pick<
  AnalysisSettings,
  "classifier" | "featurization" | "resamples" | "seed"
>;

/** All configurations of a study with what comparing them needs. */
export interface ComparedStudy {
  /** In the order of config_id. */
  readonly configurations: readonly Configuration[];
  readonly methods: readonly Method[];
  /** One set of resamples for all configurations and metrics, so that differences stay paired. */
  readonly resamples: Resamples;
  /** The pipelines that are shown unless the classifier is the subject. */
  readonly main: { readonly classifier: string; readonly featurization: string };
}

/**
 * Reads the configurations and draws the resamples of their people.
 *
 * @throws TaskError if there is no configuration, or if they are not of the same people
 */
export async function loadStudy(results: Database, settings: ComparisonSettings): Promise<ComparedStudy> {
  const { classifier, featurization, resamples: count, seed } = settings;
  const main = { classifier, featurization };
  const { configurations, labels } = await loadConfigurations(results, main);
  const plan: ResamplingPlan = { count, seed, key: "test people" };
  const methods = await selectMethods(results);
  return { configurations, methods, resamples: stratifiedResamples(labels, plan), main };
}

/** The registered methods of a factor, in registry order. */
export function levelsOf({ methods }: Pick<ComparedStudy, "methods">, factor: Factor): string[] {
  return methods.filter(({ kind }) => kind === factor).map(({ method }) => method);
}
