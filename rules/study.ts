import { homedir } from "node:os";
import { basename, dirname } from "node:path";
import { config, env, type Json } from "plr";

/** Which study is built, from where and to where. Paths are relative to the project root, or absolute. */
export interface Study {
  readonly variant: "real" | "synthetic";
  /** The demo study that ships with the project, because nothing else is configured. */
  readonly isDemo: boolean;
  /** Where outputs go: databases, figures, LaTeX, and what must not leave the machine. */
  readonly roots: {
    readonly data: string;
    readonly figures: string;
    readonly latex: string;
    readonly private: string;
  };
  readonly trackingUri: string;
  /** DuckDB file with the recordings. */
  readonly recordings: string;
  /** Private DuckDB file with the signals that each configuration's preprocessing gives; there or not. */
  readonly preprocessedSignals: string;
  /** What says so, in words. */
  readonly recordingsFrom: string;
  /** The key of the pseudonyms; made on first use. */
  readonly pseudonymKey: string;
  /** Id of the classification experiment; by name where it is null. */
  readonly experimentId: string | null;
  /** Name of the classification experiment, with the prefix of a synthetic study. */
  readonly experimentName: string;
  /** Names of the experiments of the stages before it. */
  readonly stageExperiments: { readonly outlier: string; readonly imputation: string };
  readonly extraction: ExtractionSettings;
}

/** How the numbers of one run are resampled. */
export type ExtractionSettings = {
  readonly seed: number;
  readonly resamples: number;
  readonly curve_resamples: number;
};

const demo = {
  trackingUri: "sqlite:///data/demo/mlflow.db",
  recordings: "data/demo/SYNTH_PLR_DEMO.db",
  pseudonymKey: "data/demo/pseudonym.key",
} as const;

/** Where a real study's recordings are looked for if nothing says where they are. */
const usualRecordings = "data/private/SERI_PLR_GLAUCOMA.db";

const roots = {
  real: {
    data: "data/public",
    figures: "figures/generated",
    latex: "outputs/latex",
    private: "data/private",
  },
  synthetic: {
    data: "data/synthetic",
    figures: "figures/synthetic",
    latex: "outputs/synthetic/latex",
    private: "data/private/synthetic",
  },
} as const;

/**
 * Decides which study is built: the environment first, then configs/defaults.yaml, then the demo study. Looks at no
 * file of the study.
 *
 * @param settings what configs/defaults.yaml says
 * @param variable reads an environment variable; undefined where it is not set
 * @throws Error that names the setting if a value is of the wrong kind
 */
export function decideStudy(
  settings: Json = config("configs/defaults.yaml"),
  variable: (name: string) => string | undefined = env,
): Study {
  const at = (path: string): Json | undefined => valueAt(settings, path);
  const configuredUri =
    variable("MLFLOW_TRACKING_URI") ??
    variable("MLRUNS_DIR") ??
    optionalText(at("MLFLOW.tracking_uri"), "MLFLOW.tracking_uri");
  const namedRecordings = variable("SERI_DB_PATH");
  const configuredRecordings = namedRecordings ?? optionalText(at("DATA.recordings"), "DATA.recordings");
  const isDemo = configuredUri === undefined && configuredRecordings === undefined;
  const trackingUri = expandHome(configuredUri ?? (isDemo ? demo.trackingUri : usualTracking()));
  const recordings = expandHome(configuredRecordings ?? (isDemo ? demo.recordings : usualRecordings));
  const prefix = optionalText(at("EXPERIMENT.experiment_prefix"), "EXPERIMENT.experiment_prefix") ?? "";
  const flag = variable("FOUNDATION_PLR_SYNTHETIC") ?? (at("EXPERIMENT.is_synthetic") === true ? "true" : "");
  const variant = isSynthetic({ flag, prefix, recordings }) ? "synthetic" : "real";
  const named = (flow: string, usual: string): string => {
    const path = `PREFECT.FLOW_NAMES.${flow}`;
    return `${variant === "synthetic" ? "synth_" : prefix}${optionalText(at(path), path) ?? usual}`;
  };
  return {
    variant,
    isDemo,
    roots: roots[variant],
    trackingUri,
    recordings,
    preprocessedSignals: expandHome(
      variable("PREPROCESSED_SIGNALS_DB") ?? `${roots[variant].private}/preprocessed_signals_per_subject.db`,
    ),
    recordingsFrom: originOf(namedRecordings, configuredRecordings),
    pseudonymKey: isDemo ? demo.pseudonymKey : `${roots[variant].private}/pseudonym.key`,
    experimentId:
      variable("CLASSIFICATION_EXP_ID") ?? identifier(at("MLFLOW.classification_experiment_id")) ?? null,
    experimentName: named("CLASSIFICATION", "PLR_Classification"),
    stageExperiments: {
      outlier: named("OUTLIER_DETECTION", "PLR_OutlierDetection"),
      imputation: named("IMPUTATION", "PLR_Imputation"),
    },
    extraction: extractionSettings(at("EXTRACTION")),
  };
}

function originOf(variable: string | undefined, configured: string | undefined): string {
  if (variable !== undefined) return "from SERI_DB_PATH";
  if (configured !== undefined) return "from DATA.recordings in configs/defaults.yaml";
  return "where they are looked for unless something says otherwise";
}

/** Where MLflow itself looks if nothing says where the runs are. */
function usualTracking(): string {
  return `${homedir()}/mlruns`;
}

/** The marks of domain isolation: any one makes the study synthetic, so that made-up data never pass for real. */
function isSynthetic(marks: {
  readonly flag: string;
  readonly prefix: string;
  readonly recordings: string;
}): boolean {
  return (
    /^(?:1|true|yes)$/i.test(marks.flag) ||
    marks.prefix.startsWith("synth_") ||
    dirname(marks.recordings).toLowerCase().includes("synthetic") ||
    /SYNTH_|synthetic/i.test(basename(marks.recordings))
  );
}

function extractionSettings(value: Json | undefined): ExtractionSettings {
  const number = (key: keyof ExtractionSettings): number => {
    const found = valueAt(value ?? null, key);
    if (typeof found === "number" && Number.isInteger(found) && found >= 1) return found;
    throw new Error(`configs/defaults.yaml: EXTRACTION.${key} must be a whole number of at least 1`);
  };
  return {
    seed: number("seed"),
    resamples: number("resamples"),
    curve_resamples: number("curve_resamples"),
  };
}

function valueAt(value: Json, path: string): Json | undefined {
  let here: Json | undefined = value;
  for (const key of path.split(".")) {
    if (typeof here !== "object" || here === null || Array.isArray(here)) return undefined;
    here = (here as { readonly [key: string]: Json | undefined })[key];
  }
  return here;
}

function optionalText(value: Json | undefined, where: string): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "string") return value;
  throw new Error(`configs/defaults.yaml: ${where} must be a text`);
}

/** Ids of 18 digits that YAML reads as numbers have lost their last digits. */
function identifier(value: Json | undefined): string | undefined {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new Error("configs/defaults.yaml: MLFLOW.classification_experiment_id must stand in quotes");
  }
  if (typeof value === "number") return String(value);
  return optionalText(value, "MLFLOW.classification_experiment_id");
}

function expandHome(path: string): string {
  return path.startsWith("~/") ? `${homedir()}${path.slice(1)}` : path;
}
