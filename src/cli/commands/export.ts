import { basename } from "node:path";
import { ok } from "../../engine/failure.ts";
import { isKind, listedItems } from "../../engine/graph.ts";
import type { Input } from "../../engine/rule.ts";
import type { RuleNode } from "../../engine/rule-node.ts";
import { type Step, stepOfRule, stepsOfEach } from "../../engine/steps.ts";
import type { Walk } from "../../engine/walk.ts";
import { makefileText, type MakeStep } from "../../report/makefile.ts";
import { withSession } from "../with-session.ts";
import { inspect, type Inspection } from "../inspect.ts";
import type { Invocation } from "../invocation.ts";
import { answer } from "../output.ts";
import { targetsHere } from "../targets-here.ts";
import { usageError } from "../usage-error.ts";

/** Prints the project in the form of another tool. */
export function run({ words, options }: Invocation): Promise<number> {
  if (options["makefile"] !== true)
    return Promise.resolve(usageError("nothing to export to", "plr export --makefile"));
  return withSession(async (session) => {
    const looked = await inspect(session, targetsHere(words, session));
    if (!looked.ok) return looked;
    const { project } = session.graph;
    const names = words.length === 0 ? [...project.groups, ...project.rules].map(({ name }) => name) : [];
    const steps = stepsOf(looked.value, basename(session.plrfile));
    answer(makefileText({ project: project.name, names: [...new Set(names)], steps }));
    return ok(0);
  });
}

/** The steps that are known before anything is built; what only a manifest will name goes by its rule's name. */
function stepsOf({ survey }: Inspection, plrfile: string): readonly MakeStep[] {
  const { plan, schedule } = survey;
  const known = new Map(plan.cone.map((node) => [node.rule.name, knownSteps(node, schedule.walk)]));
  const filesOf = (input: Input): readonly string[] => {
    if (!isKind(input, "collection")) return schedule.walk.members(input).map(({ path }) => path);
    const steps = known.get(input.rule) ?? [];
    return steps.length === 0
      ? [input.rule]
      : steps.flatMap(({ outputs }) => outputs[input.output]?.path ?? []);
  };
  return [...known.values()].flat().map((step): MakeStep => {
    const modules = plan.code.get(step.node)?.modules.map(({ path }) => path) ?? [];
    const { over } = step.node.rule.kind === "each" ? step.node.rule : {};
    const manifest = over !== undefined && "path" in over ? [over.path] : [];
    const needs = [...Object.values(step.inputs).flatMap(filesOf), ...manifest, ...modules, plrfile];
    return { outputs: Object.values(step.outputs).map(({ path }) => path), needs: [...new Set(needs)] };
  });
}

function knownSteps(node: RuleNode, walk: Walk): readonly Step[] {
  const opened = walk.stepsOf(node) ?? stepOfRule(node);
  if (opened !== undefined) return [opened].flat();
  const items = node.rule.kind === "each" ? listedItems(node.rule) : undefined;
  const listed = items && stepsOfEach(node, items);
  return listed?.ok === true ? listed.value : [];
}
