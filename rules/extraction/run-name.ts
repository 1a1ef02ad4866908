/** What the name of a classification run says. */
export interface RunName {
  readonly classifier: string;
  readonly featurization: string;
  readonly imputation_method: string;
  readonly outlier_method: string;
  /** The name carries the prefix of a synthetic run. */
  readonly isSynthetic: boolean;
}

/** Why a name is not that of a classification run. */
export type RunNameFailure =
  | { readonly reason: "run-name-too-few-fields"; readonly fields: number }
  | { readonly reason: "run-name-too-many-fields"; readonly fields: number }
  | { readonly reason: "run-name-not-of-the-grammar"; readonly field: string };

/** The prefix of synthetic runs. It holds a separator itself, so it goes before the fields are counted. */
const SYNTHETIC_PREFIX = "__SYNTHETIC_";

const FIELDS = ["classifier", "featurization", "imputation", "outlier"] as const;

/**
 * Reads the name of a classification run: `{CLASSIFIER}_eval-{metric}__{featurization}__{imputation}__{outlier}`,
 * with `__SYNTHETIC_` before it in a synthetic study. The one parser of such names; it takes any text and never
 * fills in what is missing. Whether the methods are known is the registry's business.
 */
export function parseRunName(
  name: string,
): { readonly ok: true; readonly value: RunName } | { readonly ok: false; readonly failure: RunNameFailure } {
  const isSynthetic = name.startsWith(SYNTHETIC_PREFIX);
  const fields = (isSynthetic ? name.slice(SYNTHETIC_PREFIX.length) : name).split("__");
  if (fields.length < FIELDS.length) {
    return { ok: false, failure: { reason: "run-name-too-few-fields", fields: fields.length } };
  }
  if (fields.length > FIELDS.length) {
    return { ok: false, failure: { reason: "run-name-too-many-fields", fields: fields.length } };
  }
  const [head = "", featurization = "", imputation_method = "", outlier_method = ""] = fields;
  const token = HEAD.exec(head)?.[1];
  if (token === undefined) return notOfTheGrammar("classifier");
  const methods = [featurization, imputation_method, outlier_method];
  const bad = methods.findIndex((method) => !METHOD.test(method));
  if (bad >= 0) return notOfTheGrammar(FIELDS[bad + 1] ?? "");
  return {
    ok: true,
    value: { classifier: classifierOf(token), featurization, imputation_method, outlier_method, isSynthetic },
  };
}

/** Classifier, then the metric that its hyper-parameters were chosen by: `CATBOOST_eval-auc`. */
const HEAD = /^([A-Za-z][A-Za-z0-9-]*)_eval-[a-z][a-z0-9_]*$/;

/** Letters, digits, dots, hyphens and single underscores; the separator cannot be in it. */
const METHOD = /^[A-Za-z][A-Za-z0-9.+-]*(?:_[A-Za-z0-9.+-]+)*$/;

/** How runs write classifiers that the registry writes otherwise. Any other name is taken as it stands. */
const CLASSIFIERS: ReadonlyMap<string, string> = new Map([
  ["CATBOOST", "CatBoost"],
  ["XGBOOST", "XGBoost"],
  ["LIGHTGBM", "LightGBM"],
  ["TABPFN", "TabPFN"],
  ["TABM", "TabM"],
  ["LOGISTICREGRESSION", "LogisticRegression"],
  ["LOGREG", "LogisticRegression"],
  ["ENSEMBLE-CATBOOST-TABM-TABPFN-XGBOOST", "Cls-Ens"],
]);

function classifierOf(token: string): string {
  return CLASSIFIERS.get(token.toUpperCase()) ?? token;
}

function notOfTheGrammar(field: string): { readonly ok: false; readonly failure: RunNameFailure } {
  return { ok: false, failure: { reason: "run-name-not-of-the-grammar", field } };
}
