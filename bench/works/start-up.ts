import { checkoutPlr } from "../study-project.ts";
import { benchFolder } from "../bench-folder.ts";
import type { Work } from "../work.ts";

export const startUp: Work = {
  name: "start-up (plr --version)",
  goal: "≤ node + 25 ms",
  isLong: false,
  mostRuns: Infinity,
  prepare: async () => ({
    tools: [
      { name: "plr --version", command: checkoutPlr("--version"), cwd: benchFolder(), env: {} },
      { name: "node -e 0", command: [process.execPath, "-e", "0"], cwd: benchFolder(), env: {} },
    ],
    versus: "node -e 0",
    missing: [],
  }),
};
