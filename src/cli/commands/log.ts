import { ok } from "../../engine/failure.ts";
import { resolveTarget } from "../../engine/targets.ts";
import { withSession } from "../with-session.ts";
import { note } from "../output.ts";
import { printLogs } from "../print-logs.ts";
import type { Invocation } from "../invocation.ts";
import { CACHE } from "../../engine/cache-folder.ts";
import { listRuns, readRun } from "../runs.ts";

/** Prints the newest log of each step that a target names. */
export function run({ words, options }: Invocation): Promise<number> {
  const [target = ""] = words;
  return withSession(async (session) => {
    const nodes = resolveTarget(target, session.graph);
    if (!nodes.ok) return nodes;
    const names = new Set(nodes.value.map(({ rule }) => rule.name));
    const isWanted = (step: string): boolean => step === target || names.has(step.split(" ")[0] ?? "");
    const runs = options["run"] === undefined ? listRuns(session.root) : [Number(options["run"])];
    for (const run of runs) {
      const started = readRun(session.root, run).filter((event) => event.type === "step.started");
      const logs = started.filter(({ step }) => isWanted(step) && (!target.includes(" ") || step === target));
      if (logs.length === 0) continue;
      printLogs(session.root, run, logs);
      return ok(0);
    }
    note(`plr: ${target} has not run in any run under ${CACHE}/runs`);
    return ok(1);
  });
}
