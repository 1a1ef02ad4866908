import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openTracking, type Run } from "plr/mlflow";
import { asTextArray, at, readPickle } from "plr/pickle";
import { runId, type Study, type StudyRun } from "../../../support/mlflow-store.ts";
import { DEMO_URI } from "./demo.ts";
import { hostilePickle, withPrediction, withText } from "./damage.ts";

/** A study with one run of each kind that must be left out, and what an extractor must make of it. */
export interface TrapStudy {
  readonly study: Study;
  /** Run ids by what they are for. */
  readonly accepted: readonly string[];
  readonly rejected: ReadonlyMap<string, string>;
}

/** Where the hostile pickle would leave its mark. */
export const MARKER = join(tmpdir(), "plr-hostile-pickle-ran");

/** The name of the classification experiment of the trap study. */
export const EXPERIMENT = "PLR_Classification";

/** Makes the trap study from two runs of the demo study: CatBoost with a baseline pickle, TabPFN without. */
export async function trapStudy(): Promise<TrapStudy> {
  const good = await demoPickles("__SYNTHETIC_CATBOOST_eval-auc__simple1.0__pupil-gt__pupil-gt");
  const plain = await demoPickles("__SYNTHETIC_TabPFN_eval-auc__simple1.0__pupil-gt__pupil-gt");
  const [code = "", other = ""] = testCodes(good.metrics);
  const runs: StudyRun[] = [];
  const accepted: string[] = [];
  const rejected = new Map<string, string>();
  const add = (
    name: string,
    options: Omit<StudyRun, "id" | "name"> = {},
    pickles: Pickles = good,
  ): string => {
    const id = runId(runs.length + 1);
    runs.push({ id, name, artifacts: artifactsOf(name, pickles), ...options });
    return id;
  };
  const accept = (...run: Parameters<typeof add>): void => void accepted.push(add(...run));
  const reject = (reason: string, ...run: Parameters<typeof add>): void =>
    void rejected.set(add(...run), reason);
  const damaged = (metrics: Uint8Array): Pickles => ({ metrics, baseline: undefined, features: undefined });
  const stem = "CATBOOST_eval-auc__simple1.0__";

  accept(`${stem}pupil-gt__pupil-gt`);
  accept("TabPFN_eval-auc__simple1.0__pupil-gt__pupil-gt", {}, plain);
  accept("CATBOOST_eval-auc__MOMENT-embedding-PCA__pupil-gt__pupil-gt");
  accept(`${stem}CSDI__LOF`, { artifactUri: `file:///home/somebody/mlruns/1/${runId(4)}/artifacts` });
  reject("duplicate", `${stem}CSDI__SubPCA`, { startTime: 1_700_000_000_000 });
  accept(`${stem}CSDI__SubPCA`, { startTime: 1_700_000_001_000 });
  reject("status-not-finished", `${stem}CSDI__SubPCA`, { startTime: 1_700_000_002_000, status: "RUNNING" });
  reject(
    "pickle-truncated",
    `${stem}CSDI__SubPCA`,
    { startTime: 1_700_000_003_000 },
    damaged(good.metrics.subarray(0, 5000)),
  );
  reject("duplicate", `${stem}CSDI__PROPHET`);
  accept(`${stem}CSDI__PROPHET`);
  accept(
    `${stem}SAITS__PROPHET`,
    {},
    { ...good, baseline: Buffer.from("torn"), features: Buffer.from("torn") },
  );
  reject("status-not-finished", `${stem}CSDI__LOF`, { status: "FAILED" });
  reject("deleted", `${stem}SAITS__LOF`, { lifecycle: "deleted" });
  reject("run-name-too-few-fields", `${stem}SAITS`);
  reject("run-name-too-many-fields", `${stem}SAITS__LOF__more`);
  reject("run-name-not-of-the-grammar", "Käyrä 👁 ; LOF__CSDI__simple1.0__CATBOOST");
  reject("outlier-not-registered", `${stem}SAITS__anomaly`);
  reject("imputation-not-registered", `${stem}linear__LOF`);
  reject("classifier-not-registered", "LIGHTGBM_eval-auc__simple1.0__SAITS__LOF");
  reject("featurization-not-registered", "CATBOOST_eval-auc__baseline1.0__SAITS__LOF");
  reject("synthetic-run", `__SYNTHETIC_${stem}SAITS__LOF`);
  reject("synthetic-run", `${stem}TimesNet__LOF`, { tags: { is_synthetic: "true" } });
  reject("metrics-missing", `${stem}TimesNet__SubPCA`, { artifacts: {} });
  reject("pickle-empty", `${stem}SAITS__SubPCA`, {}, damaged(new Uint8Array(0)));
  reject("not-a-pickle", `${stem}SAITS__OneClassSVM`, {}, damaged(Buffer.from("not a pickle at all")));
  reject("pickle-forbidden-class", `${stem}CSDI__OneClassSVM`, {}, damaged(hostilePickle(MARKER)));
  reject(
    "content-missing",
    `${stem}TimesNet__PROPHET`,
    {},
    damaged(withText(good.metrics, "y_pred_proba", "y_pred_other")),
  );
  reject(
    "content-not-finite",
    `${stem}TimesNet__OneClassSVM`,
    {},
    damaged(withPrediction(good.metrics, Number.NaN)),
  );
  reject("content-out-of-range", `${stem}SAITS__TimesNet-gt`, {}, damaged(withPrediction(good.metrics, 1.5)));
  reject("inconsistent", `${stem}CSDI__TimesNet-gt`, {}, damaged(withPrediction(good.metrics, 0.123456)));
  reject(
    "unknown-subject",
    `${stem}SAITS__UniTS-gt-finetune`,
    {},
    damaged(withText(good.metrics, code, "SYNTH_X999")),
  );
  reject(
    "content-repeated-subject",
    `${stem}CSDI__UniTS-gt-finetune`,
    {},
    damaged(withText(good.metrics, code, other)),
  );
  const ignored = [
    {
      id: "8",
      name: "__DEBUG_PLR_Classification",
      runs: [{ id: runId(900), name: `${stem}pupil-gt__pupil-gt` }],
    },
    {
      id: "9",
      name: EXPERIMENT,
      lifecycle: "deleted" as const,
      runs: [{ id: runId(901), name: `${stem}pupil-gt__pupil-gt` }],
    },
  ];
  return { study: { experiments: [{ id: "1", name: EXPERIMENT, runs }, ...ignored] }, accepted, rejected };
}

export interface Pickles {
  readonly metrics: Uint8Array;
  readonly baseline: Uint8Array | undefined;
  readonly features: Uint8Array | undefined;
}

function artifactsOf(name: string, { metrics, baseline, features }: Pickles): Record<string, Uint8Array> {
  return {
    [`metrics/metrics_${name}.pickle`]: metrics,
    ...(baseline && { [`baseline_model/baseline_metrics_${name}.pickle`]: baseline }),
    ...(features && { [`dict_arrays/dictArrays_${name}.pickle`]: features }),
  };
}

/** The pickles of a run of the demo study, by its name. */
export async function demoPickles(name: string): Promise<Pickles> {
  const tracking = await openTracking(DEMO_URI);
  if (!tracking.ok) throw new Error(tracking.failure.reason);
  const experiments = await tracking.value.experiments();
  const id = experiments.ok
    ? experiments.value.find((one) => one.kind === "experiment" && one.name === `synth_${EXPERIMENT}`)
    : undefined;
  const runs = await tracking.value.listRuns(id?.kind === "experiment" ? id.experimentId : "");
  const run = runs.ok
    ? runs.value.find((one): one is Run => one.kind === "run" && one.name === name)
    : undefined;
  if (run === undefined) throw new Error(`no demo run ${name}`);
  const bytes = async (path: string): Promise<Uint8Array | undefined> => {
    const found = await tracking.value.locate(run, path);
    return found.ok && found.value.kind === "file" ? readFileSync(found.value.path) : undefined;
  };
  const metrics = await bytes(`metrics/metrics_${name}.pickle`);
  const baseline = await bytes(`baseline_model/baseline_metrics_${name}.pickle`);
  const features = await bytes(`dict_arrays/dictArrays_${name}.pickle`);
  tracking.value.close();
  if (metrics === undefined) throw new Error(`no pickle of ${name}`);
  return { metrics, baseline, features };
}

function testCodes(bytes: Uint8Array): readonly string[] {
  const pickle = readPickle(bytes);
  return (pickle.ok && asTextArray(at(pickle.value, ["subjectwise_stats", "test", "subject_code"]))) || [];
}
