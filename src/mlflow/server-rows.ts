import type { Json } from "./rest-client.ts";
import { isJson, list } from "./rest-client.ts";
import { parseLifecycle, parseStatus, parseTime, restoreInfinity, textOf } from "./run-fields.ts";
import type { Experiment, Run, RunDetails, Unreadable } from "./tracking.ts";

/** An experiment of the REST API (message `Experiment`). */
export function toExperiment(json: Json): Experiment {
  return {
    kind: "experiment",
    experimentId: textOf(json["experiment_id"]),
    name: textOf(json["name"]),
    lifecycle: parseLifecycle(textOf(json["lifecycle_stage"])) ?? "active",
  };
}

/** A run of the REST API (message `Run`): what its `info` tells. */
export function toRun(json: Json): Run | Unreadable {
  const info = isJson(json["info"]) ? json["info"] : {};
  const runId = textOf(info["run_id"] ?? info["run_uuid"]);
  const status = parseStatus(textOf(info["status"]));
  const lifecycle = parseLifecycle(textOf(info["lifecycle_stage"]));
  if (status === undefined || lifecycle === undefined)
    return { kind: "unreadable", id: runId, problem: "unknown-status" };
  return {
    kind: "run",
    runId,
    experimentId: textOf(info["experiment_id"]),
    name: textOf(info["run_name"]) || (toDetails(json).tags.get("mlflow.runName") ?? ""),
    status,
    lifecycle,
    startTime: parseTime(info["start_time"]),
    endTime: parseTime(info["end_time"]),
    artifactUri: textOf(info["artifact_uri"]),
    folder: null,
  };
}

/** Params, tags and latest metrics, which the REST API has under `data`. */
export function toDetails(json: Json): RunDetails {
  const data = isJson(json["data"]) ? json["data"] : {};
  const texts = (key: string): Map<string, string> =>
    new Map(list(data[key]).map((each) => [textOf(each["key"]), textOf(each["value"])]));
  const metrics = list(data["metrics"]).map(
    (each) => [textOf(each["key"]), toMetric(each["value"])] as const,
  );
  return { params: texts("params"), tags: texts("tags"), metrics: new Map(metrics) };
}

/** NaN and infinities come as text. */
function toMetric(value: unknown): number {
  return restoreInfinity(Number(value));
}
