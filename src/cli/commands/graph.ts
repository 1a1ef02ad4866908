import { ok } from "../../engine/failure.ts";
import { type GraphFormat, graphText } from "../../report/graph.ts";
import type { GraphStep } from "../../report/step-graph.ts";
import { withSession } from "../with-session.ts";
import { answer } from "../output.ts";
import type { Invocation } from "../invocation.ts";
import { inspect, type Standing } from "../inspect.ts";
import { targetsHere } from "../targets-here.ts";
import { usageError } from "../usage-error.ts";

const FORMATS: readonly string[] = ["dot", "mermaid", "json", "svg"] satisfies readonly GraphFormat[];

/** Prints the graph by rule: one box a rule, however many steps it has. */
export function run({ words, options }: Invocation): Promise<number> {
  const format = options["format"] ?? "mermaid";
  if (typeof format !== "string" || !FORMATS.includes(format))
    return Promise.resolve(usageError(`no format ${JSON.stringify(format)}`, "dot, mermaid, json or svg"));
  return withSession(async (session) => {
    const looked = await inspect(session, targetsHere(words, session));
    if (!looked.ok) return looked;
    const { standings, survey } = looked.value;
    const cone = new Set(survey.plan.cone);
    const steps = survey.plan.cone.map(({ rule }): GraphStep => {
      const own = standings.filter(({ node }) => node.rule === rule);
      return { name: rule.name, rule: rule.name, state: worst(own) };
    });
    const edges = survey.plan.cone.flatMap(({ rule, needs }) =>
      needs.filter((need) => cone.has(need)).map((need) => ({ from: need.rule.name, to: rule.name })),
    );
    answer(graphText({ steps, edges }, format as GraphFormat));
    return ok(0);
  });
}

function worst(standings: readonly Standing[]): GraphStep["state"] {
  const order = ["broken", "stale", "possible"] as const;
  return order.find((state) => standings.some((one) => one.state === state)) ?? "fresh";
}
