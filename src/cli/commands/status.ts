import { caveatsOf, caveatsOn } from "../../engine/caveats.ts";
import { findOrphans } from "../../engine/orphans.ts";
import { ok } from "../../engine/failure.ts";
import { leftOutByTool } from "../../engine/selection.ts";
import { membersOf } from "../../engine/targets.ts";
import { type FlowStatus, statusText } from "../../report/status.ts";
import { withSession } from "../with-session.ts";
import { answer } from "../output.ts";
import type { Invocation } from "../invocation.ts";
import { type Inspection, inspect, type Standing } from "../inspect.ts";
import { lookOf } from "../reporter.ts";
import type { Session } from "../session.ts";
import { targetsHere } from "../targets-here.ts";

/** Says how each flow stands; with `--check`, exits with 1 where something is stale. */
export function run({ words, options }: Invocation): Promise<number> {
  return withSession(async (session) => {
    const looked = await inspect(session, targetsHere(words, session), {
      fromCheckpoint: options["fromCheckpoint"] === true,
    });
    if (!looked.ok) return looked;
    const { standings, survey } = looked.value;
    const stale = standings.filter(({ state }) => state !== "fresh");
    const report = {
      flows: flowsOf(session, looked.value),
      stale: stale.filter(({ state }) => state === "stale").map(({ id }) => id),
      broken: survey.found.broken.map(({ id, failure }) => ({ step: id, failure })),
      caveats: caveatsOn(survey.plan.cone, caveatsOf(survey.plan.graph, survey.plan.journal)).map(
        ({ caveat, rules: [, ...carriers] }) => ({
          ...caveat,
          carriedBy: carriers.map(({ rule }) => rule.name),
        }),
      ),
      leftOut: leftOutByTool(survey.plan.leftOut),
      checkedAt: Date.now(),
      orphans: words.length === 0 ? findOrphans(survey.plan, survey.schedule.walk) : [],
    };
    answer(
      options["json"] === true
        ? JSON.stringify({ schema: 1, ...report }, undefined, 2)
        : statusText(report, lookOf(process.stdout, options)),
    );
    return ok(options["check"] === true && stale.length > 0 ? 1 : 0);
  });
}

/** One line a flow; rules in no flow stand under the project's name. */
function flowsOf({ graph }: Session, { standings, survey }: Inspection): readonly FlowStatus[] {
  const flows = graph.project.groups.filter(({ kind }) => kind === "flow");
  const left = new Set(standings);
  const caveats = caveatsOf(survey.plan.graph, survey.plan.journal);
  const countCaveats = (own: readonly Standing[]): number =>
    caveatsOn(
      own.map(({ node }) => node),
      caveats,
    ).length;
  const lines = flows.map((flow) => {
    const members = new Set(membersOf(flow, graph).map(({ rule }) => rule.name));
    const own = standings.filter(({ node }) => members.has(node.rule.name));
    for (const one of own) left.delete(one);
    return flowStatus(flow.name, own, countCaveats(own));
  });
  const rest = left.size > 0 ? [flowStatus(graph.project.name, [...left], countCaveats([...left]))] : [];
  return [...lines, ...rest].filter(
    ({ fresh, stale, possible, broken }) => fresh + stale + possible + broken > 0,
  );
}

function flowStatus(name: string, standings: readonly Standing[], caveats: number): FlowStatus {
  const count = (state: Standing["state"]): number => standings.filter((one) => one.state === state).length;
  const stale = standings.filter(({ state }) => state === "stale");
  return {
    name,
    fresh: count("fresh"),
    stale: stale.length,
    possible: count("possible"),
    broken: count("broken"),
    expectMs: stale.reduce((sum, { expectMs }) => sum + (expectMs ?? 0), 0),
    caveats,
  };
}
