import { inOrder } from "./order.ts";
import { readArtifact } from "./read-artifact.ts";
import type { Json, Server } from "./rest-client.ts";
import { call, isJson, search } from "./rest-client.ts";
import { artifactsOf, locate } from "./server-artifacts.ts";
import { toDetails, toExperiment, toRun } from "./server-rows.ts";
import type { Result, Run, Tracking, Unreadable } from "./tracking.ts";
import { failed, ok } from "./tracking.ts";

/** MLflow's own upper limits for a page. */
const EXPERIMENTS_A_PAGE = 1000;
const RUNS_A_PAGE = 1000;

/** Opens a tracking server (REST API 2.0). It fails where no MLflow server answers. */
export async function openServer(server: Server, uri: string): Promise<Result<Tracking>> {
  const answer = await call(server, "experiments/search", { max_results: 1 });
  if (!answer.ok) return answer;
  return ok({
    kind: "server",
    uri,
    async experiments() {
      const body = { max_results: EXPERIMENTS_A_PAGE, view_type: "ALL" };
      const found = await search(server, "experiments/search", { key: "experiments", body });
      return found.ok ? ok(inOrder(found.value.map(toExperiment))) : found;
    },
    listRuns: (experimentId) => runsOf(server, experimentId, toRun),
    async run(experimentId, runId) {
      const found = await runOf(server, runId);
      if (!found.ok) return found;
      const run = toRun(found.value);
      if (run.kind === "run" && run.experimentId === experimentId) return ok(run);
      return failed({ reason: "run-not-found", runId });
    },
    async details({ runId }) {
      const found = await runOf(server, runId);
      return found.ok ? ok(toDetails(found.value)) : found;
    },
    taggedRuns: (experimentId, names) =>
      runsOf(server, experimentId, (json) => {
        const run = toRun(json);
        if (run.kind !== "run") return run;
        const tags = Array.from(toDetails(json).tags).filter(([name]) => names.includes(name));
        return { ...run, tags: new Map(tags) };
      }),
    artifacts: (run, folder) => artifactsOf(server, run, folder),
    locate: (run, path) => locate(server, run, path),
    read: (location) => readArtifact(location, server.headers),
    close: () => undefined,
  });
}

async function runsOf<T extends Run>(
  server: Server,
  experimentId: string,
  read: (json: Json) => T | Unreadable,
): Promise<Result<(T | Unreadable)[]>> {
  const body = { experiment_ids: [experimentId], run_view_type: "ALL", max_results: RUNS_A_PAGE };
  const found = await search(server, "runs/search", { key: "runs", body });
  if (found.ok && found.value.length > 0) return ok(inOrder(found.value.map(read)));
  // An experiment that is not there has no runs either: the search alone does not tell.
  const known = await call(server, `experiments/get?experiment_id=${encodeURIComponent(experimentId)}`);
  if (!known.ok && isMissing(known)) return failed({ reason: "experiment-not-found", experimentId });
  return found.ok ? ok([]) : found;
}

async function runOf(server: Server, runId: string): Promise<Result<Json>> {
  const answer = await call(server, `runs/get?run_id=${encodeURIComponent(runId)}`);
  if (answer.ok) return ok(isJson(answer.value["run"]) ? answer.value["run"] : {});
  return isMissing(answer) ? failed({ reason: "run-not-found", runId }) : answer;
}

function isMissing(answer: Result<unknown>): boolean {
  return !answer.ok && answer.failure.reason === "request-failed" && answer.failure.status === 404;
}
