import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchFolder } from "../bench-folder.ts";
import { lastSteps } from "../build-events.ts";
import { checkoutPlr, linkPlr } from "../study-project.ts";
import type { Tool, Work } from "../work.ts";

const STEPS = 2000;

/** Steps of a task that does next to nothing, one after the other: what is left is the engine's own. */
export const taskSteps: Work = {
  name: `full build of ${STEPS.toLocaleString("en")} task-module steps, -j1`,
  goal: "≤ 1 ms a step",
  isLong: false,
  mostRuns: 5,
  prepare: async () => {
    const cwd = join(benchFolder(), "task-steps");
    rmSync(cwd, { recursive: true, force: true });
    mkdirSync(cwd);
    linkPlr(cwd);
    writeFileSync(join(cwd, "plrfile.ts"), PLRFILE);
    writeFileSync(join(cwd, "task.ts"), TASK);
    const tool: Tool = {
      name: "plr",
      command: checkoutPlr("build", "-j", "1"),
      cwd,
      env: {},
      reset: () => {
        for (const path of ["out", ".plr-cache"]) rmSync(join(cwd, path), { recursive: true, force: true });
      },
      inspect: () => partsOf(cwd),
    };
    return { tools: [tool], versus: null, missing: [] };
  },
};

/** The first step waits for its worker to start; all others are alike. */
function partsOf(cwd: string): ReadonlyMap<string, number> {
  const [first, ...others] = lastSteps(cwd);
  if (first === undefined || others.length !== STEPS - 1) throw new Error("not all steps ran");
  const passed = (others.at(-1)?.endedMs ?? 0) - first.endedMs;
  return new Map([["  of it each step but the first", passed / others.length]]);
}

const PLRFILE = `import { defineProject, rule } from "plr";

const steps = Array.from({ length: ${STEPS} }, (_, i) =>
  rule({ name: \`step/\${i}\`, params: { i }, outputs: { out: \`out/\${i}\` }, task: () => import("./task.ts") }),
);
export default defineProject({ name: "bench", members: steps });
`;

const TASK = `import { writeFileSync } from "node:fs";
import { task } from "plr";

export default task(({ outputs, params }) => writeFileSync(outputs["out"] ?? "", String(params["i"])));
`;
