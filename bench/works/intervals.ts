import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchFolder } from "../bench-folder.ts";
import { isInstalled } from "../installed.ts";
import { intervalStudy } from "../interval-study.ts";
import type { Tool, Work } from "../work.ts";

const PROGRAMS = join(import.meta.dirname, "..");
/** AUROC twice, calibration-in-the-large, slope and O:E: no resampling, so both programs must find the same. */
const ANALYTIC = 10;

export const intervals: Work = {
  name: "all intervals of 440 runs × 63 people",
  goal: "≤ 0.2 × numpy + scikit-learn",
  isLong: false,
  mostRuns: Infinity,
  prepare: async () => {
    const folder = join(benchFolder(), "intervals");
    mkdirSync(folder, { recursive: true });
    const study = join(folder, "study.json");
    writeFileSync(study, JSON.stringify(intervalStudy()));
    const own = toolOf("stratos", [process.execPath, join(PROGRAMS, "intervals.ts")], folder);
    if (!isInstalled("python3", "-c", "import numpy, sklearn")) {
      return { tools: [own], versus: null, missing: ["python3 with numpy and scikit-learn"] };
    }
    const other = toolOf("numpy + scikit-learn", ["python3", join(PROGRAMS, "intervals.py")], folder);
    const both = { ...other, inspect: () => sameNumbers(own, other) };
    return { tools: [own, both], versus: other.name, missing: [] };
  },
};

function toolOf(name: string, program: readonly string[], folder: string): Tool {
  const out = join(folder, `${name}.json`);
  return { name, command: [...program, join(folder, "study.json"), out], cwd: folder, env: {} };
}

/** Whether both wrote the same limits where neither draws by chance. */
function sameNumbers(ours: Tool, theirs: Tool): ReadonlyMap<string, number> {
  const [left, right] = [ours, theirs].map(
    ({ command }) => JSON.parse(readFileSync(command.at(-1) ?? "", "utf8")) as number[][],
  );
  for (const [run, limits] of (left ?? []).entries()) {
    for (const [i, value] of limits.slice(0, ANALYTIC).entries()) {
      const other = right?.[run]?.[i] ?? Number.NaN;
      if (!(Math.abs(value - other) < 1e-6))
        throw new Error(`run ${run}, limit ${i}: ${value}, not ${other}`);
    }
  }
  return new Map();
}
