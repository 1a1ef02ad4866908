import { TaskError } from "plr";
import type { TrackingFailure } from "plr/mlflow";

/** A failure of the store, with the way out. */
export function trackingError(failure: TrackingFailure): TaskError {
  switch (failure.reason) {
    case "tracking-uri-not-found":
      return new TaskError(`no MLflow store at ${failure.uri}`, sentence(failure.remedy));
    case "tracking-uri-unsupported":
      return new TaskError(
        `${failure.uri} is a kind of MLflow store that is not read here`,
        sentence(failure.remedy),
      );
    case "store-unreadable":
      return new TaskError(`the MLflow store at ${failure.uri} cannot be read: ${failure.detail}`);
    case "request-failed":
      return new TaskError(`the MLflow server did not answer ${failure.request}: ${failure.detail}`);
    case "experiment-not-found":
      return new TaskError(
        `no experiment has the id ${failure.experimentId}`,
        "Set CLASSIFICATION_EXP_ID to the id of one that is there.",
      );
    case "run-not-found":
      return new TaskError(`the run ${failure.runId} is gone`);
    case "artifact-missing":
    case "artifact-unreachable":
      return new TaskError(`${failure.reason}: ${failure.path}`);
    case "artifact-too-large":
      return new TaskError(`${failure.path} is too large: ${failure.bytes} bytes`);
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
