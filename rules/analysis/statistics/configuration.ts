import type { Placements } from "plr/stratos/placements";
import type { TwoClassSample } from "plr/stratos/sample";

/** One evaluated pipeline with what comparisons across pipelines need. All of a study share people and order. */
export interface Configuration {
  readonly config_id: number;
  readonly outlier_method: string;
  readonly imputation_method: string;
  readonly classifier: string;
  readonly featurization: string;
  /** Mean AUROC over the refits. */
  readonly auroc: number;
  /** Kernel of that mean: its row means (cases) and column means (controls). */
  readonly kernel: Placements;
  /** Labels and averaged predictions of the test people. */
  readonly people: TwoClassSample;
}

/** The factors whose methods are compared. */
export const factors = ["outlier", "imputation", "classifier"] as const;
export type Factor = (typeof factors)[number];

/** The method of the registry that stands for ground truth, of outliers and of imputation alike. */
export const groundTruth = "pupil-gt";

/** What methods of a factor are compared with; undefined for imputation, which has no standard: the best serves. */
export function wishedReference(factor: Factor, mainClassifier: string): string | undefined {
  return { outlier: groundTruth, imputation: undefined, classifier: mainClassifier }[factor];
}

/** Which method of a factor a configuration used. */
export function methodOf(configuration: Choices, factor: Factor): string {
  if (factor === "outlier") return configuration.outlier_method;
  return factor === "imputation" ? configuration.imputation_method : configuration.classifier;
}

/** What else a configuration was made of, as one name. */
export function partnerOf(configuration: Choices, factor: Factor): string {
  if (factor === "outlier") return configuration.imputation_method;
  if (factor === "imputation") return configuration.outlier_method;
  return `${configuration.outlier_method} × ${configuration.imputation_method}`;
}

/** Whether a configuration is ground truth at both stages. */
export function isGroundTruth(configuration: Pick<Choices, "outlier_method" | "imputation_method">): boolean {
  return configuration.outlier_method === groundTruth && configuration.imputation_method === groundTruth;
}

/** The choices that make a pipeline. */
export type Choices = Pick<
  Configuration,
  "outlier_method" | "imputation_method" | "classifier" | "featurization"
>;
