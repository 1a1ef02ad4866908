import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { benchFolder } from "../bench-folder.ts";
import { CORE_FIGURES } from "../core-figures.ts";
import { isInstalled } from "../installed.ts";
import { mustSucceed } from "../must-succeed.ts";
import { copyProject, plr } from "../study-project.ts";
import type { Tool, Work } from "../work.ts";

const PROGRAMS = join(import.meta.dirname, "..");
const OWN = ["svg", "png", "pdf", "html"];
const THEIRS = ["svg", "png", "pdf"];

export const coreFigures: Work = {
  name: `${CORE_FIGURES.length} core figures in all formats`,
  goal: "≤ 0.5 × matplotlib",
  isLong: false,
  mostRuns: Infinity,
  prepare: async () => {
    const project = copyProject("core-figures");
    const targets = CORE_FIGURES.map((id) => `figures/${id}/data`);
    const command = plr(project, "build", ...targets);
    await mustSucceed({ command, cwd: project, env: {} });
    const sidecars = join(project, "figures/synthetic/data");
    const own = toolOf("plr/charts", [process.execPath, join(PROGRAMS, "draw-figures.ts")], {
      sidecars,
      formats: OWN,
    });
    if (!isInstalled("python3", "-c", "import matplotlib")) {
      return { tools: [own], versus: null, missing: ["python3 with matplotlib"] };
    }
    const other = toolOf("matplotlib", ["python3", join(PROGRAMS, "draw_figures.py")], {
      sidecars,
      formats: THEIRS,
    });
    return { tools: [own, other], versus: other.name, missing: [] };
  },
};

function toolOf(
  name: string,
  program: readonly string[],
  { sidecars, formats }: { readonly sidecars: string; readonly formats: readonly string[] },
): Tool {
  const out = join(benchFolder(), "drawn", name);
  mkdirSync(out, { recursive: true });
  return {
    name,
    command: [...program, sidecars, out, ...CORE_FIGURES],
    cwd: out,
    env: {},
    inspect: () => {
      for (const id of CORE_FIGURES) for (const format of formats) statSync(join(out, `${id}.${format}`));
      return new Map();
    },
  };
}
