import { ok } from "../../engine/failure.ts";
import { resolveTarget } from "../../engine/targets.ts";
import { withSession } from "../with-session.ts";
import { note } from "../output.ts";
import { printLogs } from "../print-logs.ts";
import type { Invocation } from "../invocation.ts";
import { CACHE } from "../../engine/cache-folder.ts";
import { recordedRun } from "../recorded-run.ts";
import { listRuns, readRun } from "../runs.ts";
import { targetsHere } from "../targets-here.ts";

/** Prints the newest log of each step that a target names. */
export function run({ words, options }: Invocation): Promise<number> {
  return withSession(async (session) => {
    const [target = ""] = targetsHere(words, session);
    const nodes = resolveTarget(target, session.graph);
    if (!nodes.ok) return nodes;
    const names = new Set(nodes.value.map(({ rule }) => rule.name));
    const isWanted = (step: string): boolean => step === target || names.has(step.split(" ")[0] ?? "");
    const { run: word } = options;
    const asked = word === undefined ? undefined : recordedRun(session.root, `${word as number | string}`);
    if (asked === undefined && word !== undefined) return ok(2);
    const runs = asked === undefined ? listRuns(session.root) : [asked];
    for (const run of runs) {
      const started = readRun(session.root, run).filter((event) => event.type === "step.started");
      const logs = started.filter(({ step }) => isWanted(step) && (!target.includes(" ") || step === target));
      if (logs.length === 0) continue;
      printLogs(session.root, run, logs);
      return ok(0);
    }
    const where =
      asked === undefined ? `has not run in any run under ${CACHE}/runs` : `did not run in #${asked}`;
    note(`plr: ${target} ${where}`);
    return ok(1);
  });
}
