import { type Configuration, configId } from "./config-id.ts";
import { readFullModel } from "./full-model.ts";
import type { Rejection } from "./rejection.ts";
import { readRunContent } from "./run-content.ts";
import { type RunRows, runRows } from "./run-rows.ts";
import { readTrainingFeatures } from "./training-features.ts";
import { measureRun, type Resampling } from "./rows/measured-run.ts";

/** Where a run's bytes come from. Each is asked once, one after the other; its bytes may then be reused. */
export interface RunFiles {
  readonly metrics: () => Uint8Array;
  readonly baseline: (() => Uint8Array) | undefined;
  readonly features: (() => Uint8Array) | undefined;
}

/** Which run it is, and how it is treated. */
export interface RunSetting {
  readonly run_id: string;
  readonly name: string;
  readonly configuration: Configuration;
  readonly resampling: Resampling;
}

/** What became of a run. `notes` say in words what was left out; no code is in them. */
export type ExtractedRun = (
  | { readonly rows: RunRows; readonly rejected: null }
  | { readonly rows: null; readonly rejected: Rejection }
) & { readonly notes: readonly string[] };

/**
 * Turns one run's pickles into its rows of the `results` database. People still go by their original codes, so the
 * result is private: `pseudonymise` comes next. No number hangs on a pseudonym or on its key.
 */
export function extractRun(files: RunFiles, setting: RunSetting): ExtractedRun {
  const content = readRunContent(files.metrics());
  if (!content.ok) return rejected(content.rejection);
  const fullModel = files.baseline && readFullModel(files.baseline(), content.value);
  const features = files.features && readTrainingFeatures(files.features());
  const run = measureRun(content.value, { fullModel, features }, setting.resampling);
  const { run_id, name, configuration } = setting;
  const identity = { config_id: configId(configuration), ...configuration, source_name: name, run_id };
  return {
    rows: runRows(run, identity),
    rejected: null,
    notes: [
      ...(files.baseline !== undefined && fullModel === undefined
        ? ["the baseline pickle could not be used: no instability against the full model"]
        : []),
      ...(files.features !== undefined && features === undefined
        ? ["the pickle of the training features could not be used: no collinearity"]
        : []),
    ],
  };
}

function rejected(reason: Rejection): ExtractedRun {
  return { rows: null, rejected: reason, notes: [] };
}
