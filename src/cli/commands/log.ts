import { ok } from "../../engine/failure.ts";
import type { Graph } from "../../engine/graph.ts";
import type { RuleNode } from "../../engine/rule-node.ts";
import { itemMaking } from "../../engine/steps.ts";
import { itemsNamed, resolveTarget } from "../../engine/targets.ts";
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
    const { run: word } = options;
    const asked = word === undefined ? undefined : recordedRun(session.root, `${word as number | string}`);
    if (asked === undefined && word !== undefined) return ok(2);
    const runs = asked === undefined ? listRuns(session.root) : [asked];
    for (const run of runs) {
      const started = readRun(session.root, run).filter((event) => event.type === "step.started");
      const logs = started.filter(({ step }) =>
        nodes.value.some((node) => isAsked(step, { target, node, graph: session.graph })),
      );
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

interface Asked {
  readonly target: string;
  readonly node: RuleNode;
  readonly graph: Graph;
}

/** Whether a step is of the rule that a target leads to, and the item that it names where it names one. */
function isAsked(step: string, { target, node, graph }: Asked): boolean {
  const { rule } = node;
  if (itemsNamed(node, [target], graph) === undefined)
    return step === rule.name || step.startsWith(`${rule.name} `);
  const maker = rule.kind === "each" ? itemMaking(target, rule)?.id : undefined;
  return step === target || step === maker;
}
