import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import type { Study, StudyRun } from "./mlflow-store.ts";
import { latestOf, tagsOf } from "./mlflow-store.ts";

/** A stand-in for a tracking server: what `mlflow server` 3.17 answers to the calls that reading makes. */
export interface StandIn extends AsyncDisposable {
  readonly uri: string;
  /** The `authorization` header of every request, undefined where there was none. */
  readonly authorizations: readonly (string | undefined)[];
}

/** Starts a server on loopback that holds the study. Pages are short, so that paging is exercised. */
export async function serveStudy(study: Study): Promise<StandIn> {
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    void respond(study, request).then(({ status, body }) => {
      response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    authorizations,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: string | Uint8Array;
}

const MISSING: Answer = { status: 404, body: JSON.stringify({ error_code: "RESOURCE_DOES_NOT_EXIST" }) };

async function respond(study: Study, request: IncomingMessage): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://server");
  const asked = request.method === "POST" ? (JSON.parse(await text(request)) as Record<string, unknown>) : {};
  const { experiments } = study;
  const runs = experiments.flatMap(({ id, runs = [] }) => runs.map((run) => ({ experiment: id, run })));
  const wanted = runs.find(
    ({ run }) => run.id === (searchParams.get("run_id") ?? searchParams.get("run_uuid")),
  );
  switch (pathname.replace("/api/2.0/mlflow/", "")) {
    case "experiments/search":
      return page(
        asked,
        "experiments",
        experiments.map(({ id, name, lifecycle = "active" }) => ({
          experiment_id: id,
          name,
          lifecycle_stage: lifecycle,
        })),
      );
    case "experiments/get":
      return experiments.some(({ id }) => id === searchParams.get("experiment_id")) ? json({}) : MISSING;
    case "runs/search": {
      const of = (asked["experiment_ids"] as string[])[0];
      return page(
        asked,
        "runs",
        runs.filter(({ experiment }) => experiment === of).map(({ run }) => runJson(of ?? "", run)),
      );
    }
    case "runs/get":
      return wanted === undefined ? MISSING : json({ run: runJson(wanted.experiment, wanted.run) });
    case "artifacts/list":
      return wanted === undefined
        ? MISSING
        : json({ files: filesIn(wanted.run, searchParams.get("path") ?? "") });
    case "/get-artifact":
      return file(wanted?.run, searchParams.get("path") ?? "");
    default: {
      const [, id = "", path = ""] =
        /^\/api\/2\.0\/mlflow-artifacts\/artifacts\/\d+\/(\w+)\/artifacts\/(.*)$/.exec(pathname) ?? [];
      return file(runs.find(({ run }) => run.id === id)?.run, decodeURIComponent(path));
    }
  }
}

function json(body: unknown): Answer {
  return { status: 200, body: JSON.stringify(body) };
}

/** Two items a page. */
function page(asked: Readonly<Record<string, unknown>>, key: string, items: readonly unknown[]): Answer {
  const from = Number(asked["page_token"] ?? 0);
  const next = from + 2 < items.length ? { next_page_token: String(from + 2) } : {};
  return json({ ...(items.length > 0 && { [key]: items.slice(from, from + 2) }), ...next });
}

function runJson(experiment: string, run: StudyRun): unknown {
  const { status = "FINISHED", lifecycle = "active", startTime = 1_700_000_000_000 } = run;
  const end = run.endTime === undefined ? startTime + 500 : run.endTime;
  const pairs = (record: Readonly<Record<string, unknown>>): unknown[] =>
    Object.entries(record).map(([key, value]) => ({ key, value }));
  const metrics = Object.entries(run.metrics ?? {}).map(([key, points]) => ({
    key,
    value: jsonNumber(latestOf(points).value),
  }));
  return {
    info: {
      run_id: run.id,
      run_name: run.name,
      experiment_id: experiment,
      status,
      lifecycle_stage: lifecycle,
      start_time: startTime,
      ...(end !== null && { end_time: end }),
      artifact_uri: run.artifactUri ?? `mlflow-artifacts:/${experiment}/${run.id}/artifacts`,
    },
    data: { metrics, params: pairs(run.params ?? {}), tags: pairs(tagsOf(run)) },
  };
}

function jsonNumber(value: number): number | string {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? "NaN" : Math.sign(value) * Number.MAX_VALUE;
}

function filesIn(run: StudyRun, folder: string): unknown[] {
  const below = folder === "" ? "" : `${folder}/`;
  const entries = new Map<string, unknown>();
  for (const [path, content] of Object.entries(run.artifacts ?? {})) {
    if (!path.startsWith(below)) continue;
    const [name = "", ...rest] = path.slice(below.length).split("/");
    const size = Buffer.from(content).length;
    const isFolder = rest.length > 0;
    entries.set(name, {
      path: below + name,
      is_dir: isFolder,
      ...(!isFolder && size > 0 && { file_size: size }),
    });
  }
  return [...entries.values()];
}

function file(run: StudyRun | undefined, path: string): Answer {
  const content = run?.artifacts?.[path];
  return content === undefined ? MISSING : { status: 200, body: content };
}
