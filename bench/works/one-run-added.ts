import { cpSync, constants, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { benchFolder } from "../bench-folder.ts";
import { lastSteps } from "../build-events.ts";
import { isInstalled } from "../installed.ts";
import { mustSucceed } from "../must-succeed.ts";
import { copyProject, plr } from "../study-project.ts";
import { studyStore } from "../study-store.ts";
import type { Prepared, Tool, Work } from "../work.ts";

const RUNS = 400;
const SPARE = 21;

export const oneRunAdded: Work = {
  name: `one run added to ${RUNS}`,
  goal: "≤ 1 s",
  isLong: false,
  mostRuns: SPARE - 1,
  prepare: async () =>
    isInstalled("python3", "-c", "import numpy")
      ? prepare()
      : { tools: [], versus: null, missing: ["python3 with numpy, which makes the runs"] },
};

async function prepare(): Promise<Prepared> {
  const store = await studyStore("small", ["--runs", `${RUNS + SPARE}`, "--bootstraps", "50"]);
  const folder = join(benchFolder(), "one-run-added-store");
  const spare = join(folder, "spare");
  rmSync(folder, { recursive: true, force: true });
  cpSync(store.mlruns, join(folder, "mlruns"), { recursive: true, mode: constants.COPYFILE_FICLONE });
  mkdirSync(spare);
  const [experiment = ""] = readdirSync(join(folder, "mlruns"));
  const kept = join(folder, "mlruns", experiment);
  const runs = readdirSync(kept).filter((name) => name.length === 32);
  for (const run of runs.slice(RUNS)) renameSync(join(kept, run), join(spare, run));

  const project = copyProject("one-run-added");
  const tool: Tool = {
    name: "plr build db",
    command: plr(project, "build", "db"),
    cwd: project,
    env: { MLRUNS_DIR: join(folder, "mlruns"), SERI_DB_PATH: store.recordings },
    reset: () => {
      const [run] = readdirSync(spare);
      if (run === undefined) throw new Error("no run is left to add");
      renameSync(join(spare, run), join(kept, run));
    },
    inspect: () => partsOf(project),
  };
  await mustSucceed(tool);
  return { tools: [tool], versus: null, missing: [] };
}

function partsOf(project: string): ReadonlyMap<string, number> {
  const done = lastSteps(project).filter(({ outcome }) => outcome === "done");
  const runs = done.filter(({ step }) => step.startsWith("extraction/run"));
  const merge = done.find(({ step }) => step === "extraction/database");
  if (runs.length !== 1 || merge === undefined) {
    throw new Error(`not one run and the merge: ${done.map(({ step }) => step).join(", ")}`);
  }
  return new Map([
    ["  of it the run", runs[0]?.ms ?? 0],
    ["  of it the merge", merge.ms],
  ]);
}
