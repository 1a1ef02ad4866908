import { readdirSync } from "node:fs";
import { join } from "node:path";
import { lastSteps } from "../build-events.ts";
import { isInstalled } from "../installed.ts";
import { copyProject, forgetBuild, plr } from "../study-project.ts";
import { studyStore } from "../study-store.ts";
import type { Prepared, Tool, Work } from "../work.ts";

const RUNS = 20;
const LOADER = join(import.meta.dirname, "../load_pickles.py");

export const firstExtraction: Work = {
  name: `first extraction of ${RUNS} full-size runs`,
  goal: "≤ 2 × CPython, ≤ 1000 MB",
  isLong: false,
  mostRuns: Infinity,
  prepare: async () => {
    if (!isInstalled("python3", "-c", "import numpy")) {
      return { tools: [], versus: null, missing: ["python3 with numpy, which makes the runs"] };
    }
    return prepare();
  },
};

async function prepare(): Promise<Prepared> {
  const store = await studyStore("full-size", ["--runs", `${RUNS}`, "--bootstraps", "1000", "--curves"]);
  const project = copyProject("first-extraction");
  const pickles = readdirSync(store.mlruns, { recursive: true, encoding: "utf8" })
    .filter((path) => /\/artifacts\/(?:metrics|baseline_model)\/.*\.pickle$/.test(path))
    .map((path) => join(store.mlruns, path));
  const extraction: Tool = {
    name: "plr build db",
    command: plr(project, "build", "db"),
    cwd: project,
    env: { MLRUNS_DIR: store.mlruns, SERI_DB_PATH: store.recordings },
    reset: () => forgetBuild(project),
    inspect: () => partsOf(project),
  };
  const bare: Tool = {
    name: "CPython pickle.load",
    command: ["python3", LOADER],
    cwd: project,
    env: {},
    input: pickles.join("\n"),
  };
  return { tools: [extraction, bare], versus: bare.name, missing: [] };
}

/** Where the time goes: the steps of the runs, by all workers together and by the busiest, and the merge. */
function partsOf(project: string): ReadonlyMap<string, number> {
  const steps = lastSteps(project).filter(({ outcome }) => outcome === "done");
  const runs = steps.filter(({ step }) => step.startsWith("extraction/run"));
  if (runs.length !== RUNS) throw new Error(`${runs.length} runs were extracted, not ${RUNS}`);
  const byWorker = new Map<number, number>();
  for (const { worker, ms } of runs) byWorker.set(worker, (byWorker.get(worker) ?? 0) + ms);
  const merge = steps.find(({ step }) => step === "extraction/database");
  return new Map([
    ["  of it run steps, summed", [...byWorker.values()].reduce((sum, ms) => sum + ms, 0)],
    ["  of it run steps, busiest worker", Math.max(...byWorker.values())],
    ["  of it the merge", merge?.ms ?? 0],
  ]);
}
