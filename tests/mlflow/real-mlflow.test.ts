import assert from "node:assert/strict";
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import type { Tracking } from "../../src/mlflow/index.ts";
import { opened, temporaryFolder, valueOf } from "./study.ts";

/** What write_stores.py tells of a run: what the real client finds. */
interface Told {
  readonly status: string;
  readonly lifecycle: string;
  readonly startTime: number;
  readonly endTime: number | null;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, string>>;
}

const NAME = "CATBOOST_eval-auc__simple1.0__CSDI__LOF";
const missing = spawnSync("python3", ["-c", "import mlflow"]).status !== 0;
const skip = missing && "python3 with mlflow is not installed";

test(
  "the real client's study is the same as a file store, a database and a server",
  { skip, timeout: 300_000 },
  async (t) => {
    const folder = temporaryFolder(t);
    const script = fileURLToPath(new URL("oracles/write_stores.py", import.meta.url));
    const { stdout } = await promisify(execFile)("python3", [script, folder], { maxBuffer: 2 ** 26 });
    const stores = JSON.parse(stdout) as { file: string; sqlite: string; runs: Record<string, Told> };
    const server = await startServer(t, { store: stores.sqlite, artifacts: join(folder, "served") });

    await t.test("file store", async (t) => agrees(await opened(t, stores.file), stores.runs));
    await t.test("database, while the server has it open", async (t) =>
      agrees(await opened(t, stores.sqlite), stores.runs),
    );
    await t.test("server", async (t) => agrees(await opened(t, server), stores.runs));
    await t.test("file store that was moved", async (t) => {
      const moved = join(temporaryFolder(t), "moved");
      cpSync(join(folder, "mlruns"), moved, { recursive: true });
      await agrees(await opened(t, moved), stores.runs);
    });
    await t.test("artifacts that the server stores itself", (t) => storedByServer(t, server));
  },
);

async function agrees(tracking: Tracking, told: Readonly<Record<string, Told>>): Promise<void> {
  const experiments = valueOf(await tracking.experiments());
  const names = experiments.map((each) =>
    each.kind === "experiment" ? [each.name, each.lifecycle].join(": ") : each.problem,
  );
  assert.deepEqual(names.sort(), ["Default: active", "study, gone: deleted", "study: all #1: active"]);
  const experiment = experiments.find((each) => each.kind === "experiment" && each.name === "study: all #1");
  assert(experiment?.kind === "experiment");
  const runs = valueOf(await tracking.listRuns(experiment.experimentId));
  const found = await Promise.all(
    runs.map(async (run) => {
      assert(run.kind === "run");
      const { params, tags, metrics } = valueOf(await tracking.details(run));
      const { status, lifecycle, startTime, endTime } = run;
      const details = {
        params: Object.fromEntries(params),
        tags: Object.fromEntries(tags),
        metrics: Object.fromEntries(metrics),
      };
      return [run.name, { status, lifecycle, startTime, endTime, ...details }] as const;
    }),
  );
  const expected = Object.entries(told).map(
    ([name, run]) =>
      [
        name,
        {
          ...run,
          metrics: Object.fromEntries(
            Object.entries(run.metrics).map(([key, text]) => [key, Number(text.replace("inf", "Infinity"))]),
          ),
        },
      ] as const,
  );
  assert.equal(found.length, expected.length);
  assert.deepEqual(Object.fromEntries(found), Object.fromEntries(expected));
  const first = runs.find((run) => run.kind === "run" && run.name === NAME);
  assert(first?.kind === "run");
  assert.deepEqual(valueOf(await tracking.artifacts(first, "")), [
    { path: "metrics", isFolder: true, size: null },
  ]);
  const location = valueOf(await tracking.locate(first, `metrics/metrics_${NAME}.pickle`));
  assert.equal(location.size, 256);
  assert.deepEqual(
    [...valueOf(await tracking.read(location))],
    Array.from({ length: 256 }, (_, k) => k),
  );
}

/** Writes a run through the server alone, whose artifact root is `mlflow-artifacts:`, and reads it back. */
async function storedByServer(t: TestContext, server: string): Promise<void> {
  const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(`${server}/api/2.0/mlflow/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    assert(response.ok, await response.clone().text());
    return (await response.json()) as Record<string, unknown>;
  };
  const { experiment_id: id } = await post("experiments/create", { name: "served" });
  const { run } = await post("runs/create", { experiment_id: id, run_name: "served", start_time: 1 });
  const { run_id: runId, artifact_uri: uri = "" } = (run as { info: Record<string, string> }).info;
  assert(runId !== undefined && uri.startsWith("mlflow-artifacts:"), uri);
  const address = `${server}/api/2.0/mlflow-artifacts/artifacts${uri.slice("mlflow-artifacts:".length)}/metrics/a%20b.txt`;
  assert((await fetch(address, { method: "PUT", body: "served" })).ok);
  const tracking = await opened(t, server);
  const location = valueOf(
    await tracking.locate(valueOf(await tracking.run(String(id), runId)), "metrics/a b.txt"),
  );
  assert(location.kind === "http");
  assert.equal(location.url, address);
  assert.equal(Buffer.from(valueOf(await tracking.read(location))).toString(), "served");
}

/** Starts `mlflow server` on a free port of loopback; it is stopped, with its workers, when the test ends. */
async function startServer(
  t: TestContext,
  { store, artifacts }: { readonly store: string; readonly artifacts: string },
): Promise<string> {
  const port = await freePort();
  const options = [
    "--backend-store-uri",
    store,
    "--artifacts-destination",
    artifacts,
    "--host",
    "127.0.0.1",
    "--port",
    String(port),
    "--workers",
    "1",
  ];
  const server = spawn("python3", ["-m", "mlflow", "server", ...options], {
    detached: true,
    stdio: "ignore",
  });
  t.after(async () => {
    if (server.pid !== undefined && server.exitCode === null) {
      process.kill(-server.pid, "SIGTERM");
      await once(server, "exit");
    }
  });
  const uri = `http://127.0.0.1:${port}`;
  while (server.exitCode === null) {
    const healthy = await fetch(`${uri}/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return uri;
    await delay(100);
  }
  return assert.fail(`mlflow server ended with code ${server.exitCode}`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
