import { mustSucceed } from "../must-succeed.ts";
import { copyProject, plr } from "../study-project.ts";
import type { Tool, Work } from "../work.ts";

export const nothingToDo: Work = {
  name: "nothing to do, the demo study",
  goal: "≤ 300 ms",
  isLong: false,
  mostRuns: Infinity,
  prepare: async () => {
    const project = copyProject("nothing-to-do");
    const build: Tool = { name: "plr build", command: plr(project, "build"), cwd: project, env: {} };
    await mustSucceed(build);
    await mustSucceed({ ...build, command: plr(project, "status", "--check") });
    const bare: Tool = { name: "node -e 0", command: [process.execPath, "-e", "0"], cwd: project, env: {} };
    return { tools: [build, bare], versus: bare.name, missing: [] };
  },
};
