import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchFolder } from "../bench-folder.ts";
import { isInstalled } from "../installed.ts";
import { mustSucceed } from "../must-succeed.ts";
import { checkoutPlr, linkPlr } from "../study-project.ts";
import type { Tool, Work } from "../work.ts";

const TASKS = 1000;

/** Small tasks whose results are there: what asking for them costs. Prefect caches by input, without a server. */
export const cachedTasks: Work = {
  name: `${TASKS.toLocaleString("en")} tasks whose results are there`,
  goal: "",
  isLong: true,
  mostRuns: 3,
  prepare: async () => {
    const hasPrefect = isInstalled("python3", "-c", "import prefect");
    const tools = [plrTool(), ...(hasPrefect ? [prefectTool()] : [])];
    for (const tool of tools) await mustSucceed(tool);
    return {
      tools,
      versus: hasPrefect ? "prefect" : null,
      missing: hasPrefect ? [] : ["prefect for python3"],
    };
  },
};

function plrTool(): Tool {
  const cwd = join(benchFolder(), "cached-plr");
  mkdirSync(cwd, { recursive: true });
  linkPlr(cwd);
  writeFileSync(join(cwd, "task.ts"), TASK);
  writeFileSync(join(cwd, "plrfile.ts"), PLRFILE);
  return { name: "plr", command: checkoutPlr("build"), cwd, env: {} };
}

function prefectTool(): Tool {
  const cwd = join(benchFolder(), "cached-prefect");
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, "flow.py"), FLOW);
  const env = {
    PREFECT_HOME: join(cwd, "home"),
    PREFECT_LOGGING_LEVEL: "ERROR",
    // Without an address it starts a server of its own for each process, which takes its time.
    PREFECT_API_URL: "",
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: "true",
    PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS: "300",
  };
  const inspect = (): ReadonlyMap<string, number> =>
    new Map([["  of it the flow, without the start", Number(readFileSync(join(cwd, FLOW_MS), "utf8"))]]);
  return { name: "prefect", command: ["python3", "flow.py"], cwd, env, inspect };
}

const PLRFILE = `import { defineProject, rule } from "plr";

const steps = Array.from({ length: ${TASKS} }, (_, i) =>
  rule({ name: \`square/\${i}\`, params: { i }, outputs: { out: \`out/\${i}\` }, task: () => import("./task.ts") }),
);
export default defineProject({ name: "bench", members: steps });
`;

const TASK = `import { writeFileSync } from "node:fs";
import { task } from "plr";

export default task(({ outputs, params }) => writeFileSync(outputs["out"] ?? "", String(Number(params["i"]) ** 2)));
`;

/** Where the flow says how long it took. */
const FLOW_MS = "flow-ms";

const FLOW = `import time
from prefect import flow, task
from prefect.cache_policies import INPUTS

@task(cache_policy=INPUTS, persist_result=True)
def square(i):
    return i * i

@flow
def squares():
    start = time.monotonic()
    for future in [square.submit(i) for i in range(${TASKS})]:
        future.result()
    with open("${FLOW_MS}", "w") as file:
        file.write(str((time.monotonic() - start) * 1000))

squares()
`;
