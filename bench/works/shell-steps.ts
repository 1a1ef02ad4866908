import { mustSucceed } from "../must-succeed.ts";
import { forgetOutputs, shellGraph } from "../shell-graph.ts";
import type { Work } from "../work.ts";

const STEPS = 10_000;
const COUNT = STEPS.toLocaleString("en");

export const noOpShell: Work = {
  name: `nothing to do, ${COUNT} shell steps`,
  goal: "≤ 2.5 × ninja, make ≥ 4 ×",
  isLong: false,
  mostRuns: Infinity,
  prepare: async () => {
    const { tools, missing } = shellGraph("shell-no-op", STEPS);
    for (const tool of tools) await mustSucceed(tool);
    return { tools, versus: tools.some(({ name }) => name === "ninja") ? "ninja" : null, missing };
  },
};

export const fullShell: Work = {
  name: `full build of ${COUNT} one-line shell steps, -j2`,
  goal: "≤ 1 × ninja",
  isLong: true,
  mostRuns: 3,
  prepare: async () => {
    const { tools, missing } = shellGraph("shell-full", STEPS);
    return {
      tools: tools.map((tool) => ({ ...tool, reset: () => forgetOutputs(tool) })),
      versus: tools.some(({ name }) => name === "ninja") ? "ninja" : null,
      missing,
    };
  },
};
