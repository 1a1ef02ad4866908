import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { mustSucceed } from "../must-succeed.ts";
import { changeSource, forgetOutputs, shellGraph } from "../shell-graph.ts";
import type { Prepared, Tool, Work } from "../work.ts";

const STEPS = 10_000;
const counted = (steps: number): string => steps.toLocaleString("en");

/** The same with ten times and a tenth of the steps shows whether the cost grows with them, and not faster. */
export const noOpShell: readonly Work[] = [
  noOp(1000, "", false),
  noOp(STEPS, "≤ 2.5 × ninja, make and doit ≥ 4 ×", false),
  noOp(100_000, "≤ 1 × ninja, ≤ 400 MB", true),
];

function noOp(steps: number, goal: string, isLong: boolean): Work {
  return {
    name: `nothing to do, ${counted(steps)} shell steps`,
    goal,
    isLong,
    mostRuns: Infinity,
    prepare: async () => builtGraph(steps),
  };
}

export const fullShell: readonly Work[] = [full(1000, ""), full(STEPS, "≤ 1 × ninja")];

function full(steps: number, goal: string): Work {
  return {
    name: `full build of ${counted(steps)} one-line shell steps, -j2`,
    goal,
    isLong: true,
    mostRuns: 3,
    prepare: async () => {
      const { tools, missing } = shellGraph(`shell-full-${steps}`, steps);
      return {
        tools: tools.map((tool) => ({ ...tool, reset: () => forgetOutputs(tool) })),
        versus: againstNinja(tools),
        missing,
      };
    },
  };
}

export const oneChange: Work = {
  name: `one changed source among ${counted(STEPS)} shell steps`,
  goal: "≤ no-op + 50 ms",
  isLong: false,
  mostRuns: Infinity,
  prepare: async () => {
    const { tools, missing } = await builtGraph(STEPS);
    const [plr] = tools;
    const changing = tools.map((tool) => ({ ...tool, reset: () => changeSource(tool, STEPS / 2) }));
    return {
      tools: plr === undefined ? changing : [...changing, { ...plr, name: "plr, nothing to do" }],
      versus: "plr, nothing to do",
      missing,
    };
  },
};

export const oneTarget: Work = {
  name: "one target among 100,000 shell steps",
  goal: "≤ 300 ms",
  isLong: true,
  mostRuns: Infinity,
  prepare: async () => builtGraph(100_000, "out/77777"),
};

export const firstNoOp: Work = {
  name: `nothing to do for the first time after a full build, ${counted(STEPS)} shell steps`,
  goal: "≤ 1.2 × later",
  isLong: true,
  mostRuns: 2,
  prepare: async () => {
    const [plr] = shellGraph("shell-first", STEPS).tools;
    if (plr === undefined) return { tools: [], versus: null, missing: [] };
    const rebuild = async (): Promise<void> => {
      forgetOutputs(plr);
      await mustSucceed(plr);
    };
    const later = { ...plr, name: "plr, later", reset: () => mustSucceed(plr) };
    return { tools: [{ ...plr, reset: rebuild }, later], versus: "plr, later", missing: [] };
  },
};

export const lostOutputs: readonly Work[] = [lost(1000, ""), lost(STEPS, "restored in ≤ 1 s")];

function lost(steps: number, goal: string): Work {
  return {
    name: `${counted(steps)} lost outputs of shell steps`,
    goal,
    isLong: true,
    mostRuns: 3,
    prepare: async () => {
      const { tools } = await builtGraph(steps);
      const [plr] = tools.map((tool) => {
        const away = join(tool.cwd, "lost");
        rmSync(away, { recursive: true, force: true });
        mkdirSync(away);
        // Moved away, not removed: ext4 is slow to make files for some seconds after many were removed.
        return { ...tool, reset: () => renameSync(join(tool.cwd, "out"), join(away, randomUUID())) };
      });
      return { tools: plr === undefined ? [] : [plr], versus: null, missing: [] };
    },
  };
}

/** All is built, so that a tool finds nothing to do; or no more than one target. */
async function builtGraph(steps: number, target?: string): Promise<Prepared> {
  const all = shellGraph(`shell-built-${steps}`, steps);
  for (const tool of all.tools) await mustSucceed(tool);
  const { tools, missing } = target === undefined ? all : shellGraph(`shell-built-${steps}`, steps, target);
  return { tools, versus: againstNinja(tools), missing };
}

function againstNinja(tools: readonly Tool[]): string | null {
  return tools.some(({ name }) => name === "ninja") ? "ninja" : null;
}
