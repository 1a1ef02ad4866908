import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Meta } from "./meta-yaml.ts";
import { readMeta } from "./meta-yaml.ts";
import { parseLifecycle, parseStatus, parseTime } from "./run-fields.ts";
import type { Experiment, Problem, Run, Unreadable } from "./tracking.ts";

/** The name MLflow gives a run's folder. */
export const RUN_ID = /^[0-9a-f]{32}$/;

/** Where a run lies in a file store: `folder` is relative to `root`. */
export interface RunFolder {
  readonly root: string;
  readonly folder: string;
  readonly name: string;
  readonly experimentId: string;
}

/**
 * The run of one folder of an experiment. A folder without meta.yaml is a broken run where its name is a run's
 * (one that is just being made, say), and undefined, that is no run at all, under any other name.
 */
export async function readFileRun(where: RunFolder): Promise<Run | Unreadable | undefined> {
  const text = readMetaText(join(where.root, where.folder));
  if (text === undefined) return RUN_ID.test(where.name) ? broken(where.name, "meta-missing") : undefined;
  const meta = await readMeta(text);
  if (meta !== undefined) return runOf(meta, where);
  return broken(where.name, "meta-torn");
}

/** The experiment of one folder of the store; undefined for a folder that is none. */
export async function readFileExperiment(
  folder: string,
  name: string,
): Promise<Experiment | Unreadable | undefined> {
  const text = readMetaText(folder);
  if (text === undefined) return /^\d+$/.test(name) ? broken(name, "meta-missing") : undefined;
  const meta = await readMeta(text);
  const experimentId = meta?.get("experiment_id");
  const lifecycle = parseLifecycle(meta?.get("lifecycle_stage") ?? "active");
  const title = meta?.get("name");
  if (typeof experimentId !== "string" || typeof title !== "string" || lifecycle === undefined)
    return broken(name, "meta-torn");
  if (experimentId !== name) return broken(name, "meta-of-another-experiment");
  return { kind: "experiment", experimentId, name: title, lifecycle };
}

function runOf(meta: Meta, { folder, name, root, experimentId }: RunFolder): Run | Unreadable {
  const runId = meta.get("run_id") ?? meta.get("run_uuid");
  const status = parseStatus(meta.get("status") ?? "");
  const lifecycle = parseLifecycle(meta.get("lifecycle_stage") ?? "");
  if (typeof runId !== "string" || status === undefined || lifecycle === undefined)
    return broken(name, "meta-torn");
  if (meta.get("experiment_id") !== experimentId) return broken(name, "meta-of-another-experiment");
  return {
    kind: "run",
    runId,
    experimentId,
    name: meta.get("run_name") || readText(join(root, folder, "tags", "mlflow.runName")) || "",
    status,
    lifecycle,
    startTime: parseTime(meta.get("start_time")),
    endTime: parseTime(meta.get("end_time")),
    artifactUri: meta.get("artifact_uri") ?? "",
    folder,
  };
}

function broken(id: string, problem: Problem): Unreadable {
  return { kind: "unreadable", id, problem };
}

/** Empty where the file is there but cannot be read. */
function readMetaText(folder: string): string | undefined {
  const path = join(folder, "meta.yaml");
  return readText(path) ?? (existsSync(path) ? "" : undefined);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
