/**
 * Why a run of the experiment has no rows: the closed list, in the order in which the filters are applied. The first
 * that a run fails is its reason.
 */
export const rejectionReasons = {
  "meta-unreadable": "its meta.yaml cannot be read",
  deleted: "it was deleted in MLflow",
  "status-not-finished": "its status is not FINISHED",
  "run-name-too-few-fields": "its name has too few fields",
  "run-name-too-many-fields": "its name has too many fields",
  "run-name-not-of-the-grammar": "its name is not of the grammar of run names",
  "outlier-not-registered": "its outlier method is not in the registry",
  "imputation-not-registered": "its imputation method is not in the registry",
  "classifier-not-registered": "its classifier is not in the registry",
  "featurization-not-registered": "its featurization is not in the registry",
  "synthetic-run": "it is a synthetic run in a real study",
  "not-a-synthetic-run": "it is a real run in a synthetic study",
  "metrics-missing": "it has no metrics pickle",
  "metrics-unreachable": "its metrics pickle lies where it cannot be read from here",
  "pickle-empty": "its metrics pickle is an empty file",
  "not-a-pickle": "its metrics file is not a pickle",
  "pickle-truncated": "its metrics pickle ends too early",
  "pickle-forbidden-class": "its metrics pickle names a class that is not allowed; nothing was executed",
  "pickle-malformed": "its metrics pickle contradicts itself",
  "pickle-unsupported": "its metrics pickle is of a kind that is not read",
  "pickle-too-large": "its metrics pickle is too large",
  "content-missing": "its metrics pickle lacks a part",
  "content-shape": "parts of its metrics pickle do not fit each other",
  "content-not-finite": "a prediction or metric is not a number",
  "content-out-of-range": "a prediction is no probability",
  "content-not-binary": "a label is neither 0 nor 1",
  "content-single-class": "its test people are all of one class",
  "content-repeated-subject": "a test person is there twice",
  inconsistent: "the stored mean predictions are not the means of the predictions",
  "unknown-subject": "a test person is not in the recordings",
  "label-differs": "a test person's label is not that of the recordings",
  duplicate: "a later run of the same configuration was taken",
} as const;

export type RejectionReason = keyof typeof rejectionReasons;

/** A run that has no rows. `detail` is words and counts: no code, no path. */
export interface Rejection {
  readonly reason: RejectionReason;
  readonly detail: string;
}

/** A rejection in the words of its reason, with what is particular to it. */
export function rejection(reason: RejectionReason, particulars?: string): Rejection {
  const words = rejectionReasons[reason];
  return { reason, detail: particulars === undefined ? words : `${words}: ${particulars}` };
}
