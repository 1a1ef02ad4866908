import { createHash } from "node:crypto";

/** The four choices that make a configuration. */
export type Configuration = {
  readonly outlier_method: string;
  readonly imputation_method: string;
  readonly classifier: string;
  readonly featurization: string;
};

/**
 * The number of a configuration: the first 31 bits of the SHA-256 of outlier, imputation, classifier and featurization
 * joined by NUL. It hangs on nothing else, so it is the same in every build and study. Collisions are the caller's to
 * notice.
 */
export function configId(configuration: Configuration): number {
  const { outlier_method, imputation_method, classifier, featurization } = configuration;
  const text = [outlier_method, imputation_method, classifier, featurization].join("\0");
  return createHash("sha256").update(text, "utf8").digest().readUInt32BE(0) >>> 1;
}

/** The choices as one text, to compare configurations by. */
export function configurationName(configuration: Configuration): string {
  const { outlier_method, imputation_method, classifier, featurization } = configuration;
  return [outlier_method, imputation_method, classifier, featurization].join(" × ");
}
