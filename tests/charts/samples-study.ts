/** Three made-up studies with real names: the golden grid of the published one, the demo, and a tiny one. */
import type { Category, Classifier } from "../../src/charts/theme.ts";

export interface Method {
  readonly method: string;
  readonly display_name: string;
  readonly short_name: string;
  readonly category: Category;
  readonly position: number;
}

function method(position: number, names: [string, string, string], category: Category): Method {
  return { method: names[0], display_name: names[1], short_name: names[2], category, position };
}

const fullEnsemble = "ensemble-LOF-MOMENT-OneClassSVM-PROPHET-SubPCA-TimesNet-UniTS-gt-finetune";

export const outlierMethods: readonly Method[] = [
  method(1, ["pupil-gt", "Ground Truth", "GT"], "Ground Truth"),
  method(2, ["MOMENT-gt-finetune", "MOMENT Fine-tuned", "MOM-ft"], "Foundation Model"),
  method(3, ["MOMENT-gt-zeroshot", "MOMENT Zero-shot", "MOM-zs"], "Foundation Model"),
  method(4, ["UniTS-gt-finetune", "UniTS", "UniTS"], "Foundation Model"),
  method(5, ["TimesNet-gt", "TimesNet", "TN"], "Deep Learning"),
  method(6, ["LOF", "LOF", "LOF"], "Traditional"),
  method(7, ["OneClassSVM", "One-Class SVM", "OCSVM"], "Traditional"),
  method(8, ["PROPHET", "Prophet", "Prophet"], "Traditional"),
  method(9, ["SubPCA", "Subspace PCA", "SubPCA"], "Traditional"),
  method(10, [fullEnsemble, "Ensemble (Full)", "Ens-Full"], "Ensemble"),
  method(
    11,
    ["ensembleThresholded-MOMENT-TimesNet-UniTS-gt-finetune", "Ensemble (Thresholded)", "Ens-Thresh"],
    "Ensemble",
  ),
];

export const imputationMethods: readonly Method[] = [
  method(1, ["pupil-gt", "Ground Truth", "GT"], "Ground Truth"),
  method(2, ["MOMENT-finetune", "MOMENT Fine-tuned", "MOM-ft"], "Foundation Model"),
  method(3, ["MOMENT-zeroshot", "MOMENT Zero-shot", "MOM-zs"], "Foundation Model"),
  method(4, ["CSDI", "CSDI", "CSDI"], "Deep Learning"),
  method(5, ["SAITS", "SAITS", "SAITS"], "Deep Learning"),
  method(6, ["TimesNet", "TimesNet", "TN"], "Deep Learning"),
  method(7, ["ensemble-CSDI-MOMENT-SAITS", "Ensemble (CSDI+MOMENT+SAITS)", "Ens-3"], "Ensemble"),
  method(8, ["ensemble-CSDI-MOMENT-SAITS-TimesNet", "Ensemble (Deep Learning)", "Ens-4"], "Ensemble"),
];

export const classifierNames: readonly Classifier[] = [
  "CatBoost",
  "XGBoost",
  "TabPFN",
  "TabM",
  "LogisticRegression",
];

/** One evaluated pipeline. */
export interface Cell {
  readonly config_id: number;
  readonly outlier: Method;
  readonly imputation: Method;
  readonly classifier: Classifier;
  readonly auroc: number;
}

/** A study as the figures' sample documents are made from it. */
export interface Study {
  readonly name: "real" | "demo" | "tiny" | "full";
  readonly cells: readonly Cell[];
  /** Imputers that every outlier method was run with. */
  readonly block: readonly string[];
  readonly n_test: number;
  readonly n_events: number;
  readonly n_bootstrap: number;
  readonly is_synthetic: boolean;
}

/** CatBoost, simple1.0: AUROC by outlier method over CSDI, MOMENT-finetune, MOMENT-zeroshot, SAITS, TimesNet. */
const golden: Readonly<Record<string, readonly number[]>> = {
  LOF: [0.8473, 0.8553, 0.883, 0.8308, 0.8532],
  "MOMENT-gt-finetune": [0.8901, 0.8986, 0.854, 0.9099, 0.9086],
  "MOMENT-gt-zeroshot": [0.8622, 0.8381, 0.8872, 0.8904, 0.8952],
  OneClassSVM: [0.8495, 0.8421, 0.8824, 0.8321, 0.8428],
  PROPHET: [0.8761, 0.8585, 0.8819, 0.8734, 0.8808],
  SubPCA: [0.8249, 0.84, 0.8821, 0.8419, 0.8474],
  "TimesNet-gt": [0.8863, 0.8812, 0.8768, 0.8997, 0.8889],
  "UniTS-gt-finetune": [0.8518, 0.8972, 0.902, 0.8933, 0.8978],
  [fullEnsemble]: [0.913, 0.8882, 0.9017, 0.9104, 0.9122],
  "ensembleThresholded-MOMENT-TimesNet-UniTS-gt-finetune": [0.9116, 0.9001, 0.907, 0.9091, 0.9113],
  "pupil-gt": [0.9103, 0.8989, 0.9019, 0.9083, 0.9092],
};

const goldenImputers = ["CSDI", "MOMENT-finetune", "MOMENT-zeroshot", "SAITS", "TimesNet"];

function find(methods: readonly Method[], name: string): Method {
  const found = methods.find((candidate) => candidate.method === name);
  if (found === undefined) throw new Error(`no method ${name}`);
  return found;
}

/** A number in [−1, 1) that is the same for the same key. */
export function noise(...key: readonly (string | number)[]): number {
  let hash = 2166136261;
  for (const character of key.join("/")) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 2246822519) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 13), 3266489917) >>> 0;
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 31 - 1;
}

function goldenCells(): Cell[] {
  const cells = Object.entries(golden).flatMap(([outlier, row]) =>
    row.map((auroc, i) => ({ outlier, imputation: goldenImputers[i] ?? "", auroc })),
  );
  cells.push({ outlier: "pupil-gt", imputation: "ensemble-CSDI-MOMENT-SAITS", auroc: 0.91096 });
  cells.push({ outlier: "pupil-gt", imputation: "pupil-gt", auroc: 0.91098 });
  return cells.map((cell, i) => ({
    config_id: 1000 + i,
    outlier: find(outlierMethods, cell.outlier),
    imputation: find(imputationMethods, cell.imputation),
    classifier: "CatBoost",
    auroc: cell.auroc,
  }));
}

export const realStudy: Study = {
  name: "real",
  cells: goldenCells(),
  block: goldenImputers,
  n_test: 63,
  n_events: 17,
  n_bootstrap: 1000,
  is_synthetic: false,
};

function demoCells(): Cell[] {
  const outliers = ["pupil-gt", "LOF", "SubPCA", fullEnsemble].map((name) => find(outlierMethods, name));
  const imputers = ["pupil-gt", "SAITS", "CSDI"].map((name) => find(imputationMethods, name));
  const pairs = outliers.flatMap((outlier) => imputers.map((imputation) => ({ outlier, imputation })));
  const kept = pairs.filter(
    ({ outlier, imputation }) => imputation.method !== "pupil-gt" || outlier.method === "pupil-gt",
  );
  const classifiers: Classifier[] = ["CatBoost", "LogisticRegression", "XGBoost"];
  return classifiers
    .flatMap((classifier) => kept.map((pair) => ({ ...pair, classifier })))
    .slice(0, 24)
    .map((pair, i) => ({
      ...pair,
      config_id: 5000 + i,
      auroc: 0.54 + 0.09 * noise(pair.outlier.method, pair.imputation.method, pair.classifier),
    }));
}

export const demoStudy: Study = {
  name: "demo",
  cells: demoCells(),
  block: ["SAITS", "CSDI"],
  n_test: 63,
  n_events: 17,
  n_bootstrap: 50,
  is_synthetic: true,
};

export const tinyStudy: Study = {
  name: "tiny",
  cells: goldenImputers.map((imputation, i) => ({
    config_id: 100 + i,
    outlier: find(outlierMethods, "LOF"),
    imputation: find(imputationMethods, imputation),
    classifier: "CatBoost",
    auroc: golden["LOF"]?.[i] ?? 0,
  })),
  block: goldenImputers,
  n_test: 63,
  n_events: 17,
  n_bootstrap: 200,
  is_synthetic: false,
};

/** Every registered pair and classifier: the largest grid that the registry allows. */
const fullStudy: Study = {
  ...realStudy,
  name: "full",
  cells: classifierNames.flatMap((classifier, c) =>
    outlierMethods.flatMap((outlier, o) =>
      imputationMethods.map((imputation, i) => ({
        config_id: 10_000 + 100 * c + 10 * o + i,
        outlier,
        imputation,
        classifier,
        auroc: 0.86 - 0.008 * c + 0.05 * noise("o", outlier.method) + 0.02 * noise(classifier, o, i),
      })),
    ),
  ),
  block: imputationMethods.map((each) => each.method),
};

export const studies = { real: realStudy, demo: demoStudy, tiny: tinyStudy, full: fullStudy };

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle - 0.5)] ?? 0) + (sorted[Math.ceil(middle - 0.5)] ?? 0)) / 2;
}

/** Limits about an AUROC on the logit scale, of the width that 17 against 46 people give. */
export function samplingLimits(auroc: number, ...key: readonly (string | number)[]): [number, number] {
  const logit = Math.log(auroc / (1 - auroc));
  const reach = (auroc > 0.75 ? 1.15 : 0.62) * (1 + 0.12 * noise("sampling", ...key));
  return [1 / (1 + Math.exp(reach - logit)), 1 / (1 + Math.exp(-reach - logit))];
}

export function pairedLimits(diff: number, ...key: readonly (string | number)[]): [number, number] {
  const reach = 0.028 * (1 + 0.4 * noise("paired", ...key)) + 0.5 * Math.abs(diff);
  return [diff - reach, diff + reach * (1 + 0.1 * noise("skew", ...key))];
}
