import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { lastSteps } from "../build-events.ts";
import { mustSucceed } from "../must-succeed.ts";
import { copyProject, plr } from "../study-project.ts";
import type { Tool, Work } from "../work.ts";

const STEP = "figures/fig_calibration_smoothed";
const TASK = "rules/analysis/draw/calibration.ts";

export const editedFigure: Work = {
  name: "one figure's task edited → new PNG",
  goal: "≤ 1 s",
  isLong: false,
  mostRuns: Infinity,
  prepare: async () => {
    const project = copyProject("edited-figure");
    const build: Tool = {
      name: "plr build",
      command: plr(project, "build", "figures"),
      cwd: project,
      env: {},
    };
    await mustSucceed(build);
    let edits = 0;
    const tool: Tool = {
      ...build,
      reset: () => {
        edits += 1;
        writeFileSync(join(project, TASK), editedTask(edits));
      },
      inspect: () => {
        const done = lastSteps(project).filter(({ outcome }) => outcome === "done");
        if (done.length !== 1 || done[0]?.step !== STEP) {
          throw new Error(`not ${STEP} alone was drawn: ${done.map(({ step }) => step).join(", ")}`);
        }
        return new Map([["  of it the drawing", done[0].ms]]);
      },
    };
    return { tools: [tool], versus: null, missing: [] };
  },
};

/** The task with a mark in another place each time, so that every picture differs from the one before. */
function editedTask(edit: number): string {
  return `import { drawCalibration } from "plr/charts/figures/calibration";
import { ink } from "plr/charts/theme";
import { drawTask } from "../draw-task.ts";

const mark = \`<rect x="${edit % 100}" y="1" width="1" height="1" fill="\${ink.text}"/></svg>\`;

export default drawTask(async (document) => (await drawCalibration(document)).replace("</svg>", mark));
`;
}
