import type { Caveat } from "../../engine/journal-records.ts";
import { caveatsOf, caveatsOn } from "../../engine/caveats.ts";
import { ok } from "../../engine/failure.ts";
import type { RuleNode } from "../../engine/rule-node.ts";
import { absentIn, membersOf, resolveTarget } from "../../engine/targets.ts";
import { type ListedTarget, listText } from "../../report/list.ts";
import { withSession } from "../with-session.ts";
import { answer } from "../output.ts";
import type { Invocation } from "../invocation.ts";
import { lookOf } from "../reporter.ts";
import type { Session } from "../session.ts";
import { targetsHere } from "../targets-here.ts";

/** Lists what may be named after `plr build`. */
export function run({ words, options }: Invocation): Promise<number> {
  if (options["names"] === true) return listNames(words);
  return withSession(async (session) => {
    const { graph, openJournal } = session;
    const found = caveatsOf(graph, openJournal());
    const caveatsAmong = (nodes: readonly RuleNode[]): readonly Caveat[] =>
      caveatsOn(nodes, found).map(({ caveat }) => caveat);
    const [what] = targetsHere(words, session);
    const wanted = what === undefined ? ok(graph.nodes) : resolveTarget(what, graph);
    if (!wanted.ok) return wanted;
    const rules = wanted.value.map((node): ListedTarget => {
      const { rule } = node;
      const outputs = Object.values(rule.kind === "rule" ? rule.outputs : rule.templates).map(
        ({ path }) => path,
      );
      return { name: rule.name, kind: "rule", members: 0, outputs, caveats: caveatsAmong([node]) };
    });
    const groups = what === undefined ? groupsOf(graph, caveatsAmong) : [];
    const targets = [...groups, ...rules, ...absentOf(graph, what)];
    answer(
      options["json"] === true
        ? JSON.stringify(targets, undefined, 2)
        : listText(targets, lookOf(process.stdout)),
    );
    return ok(0);
  });
}

/** Every word that names a target, for programs that complete them: no record is read for it. */
function listNames(words: readonly string[]): Promise<number> {
  return withSession(async ({ graph }) => {
    const [what] = words;
    const wanted = what === undefined ? ok(graph.nodes) : resolveTarget(what, graph);
    if (!wanted.ok) return wanted;
    const groups = what === undefined ? graph.project.groups.map(({ name }) => name) : [];
    const rules = wanted.value.map(({ rule }) => rule.name);
    const outputs = wanted.value.flatMap(({ rule }) =>
      rule.kind === "rule" ? Object.values(rule.outputs).map(({ path }) => path) : [],
    );
    answer([...groups, ...rules, ...outputs].join("\n"));
    return ok(0);
  });
}

/** What a group says it does not have; of all groups where none is named. */
function absentOf(graph: Session["graph"], what: string | undefined): readonly ListedTarget[] {
  const absent = graph.project.groups
    .filter(({ name }) => what === undefined || name === what)
    .flatMap((group) => (what === undefined ? group.absent : absentIn(group)));
  return absent.map(({ name, reason }) => ({
    name,
    kind: "absent",
    members: 0,
    outputs: [],
    reason,
    caveats: [],
  }));
}

function groupsOf(
  graph: Session["graph"],
  caveatsAmong: (nodes: readonly RuleNode[]) => readonly Caveat[],
): readonly ListedTarget[] {
  return graph.project.groups.map((group) => ({
    name: group.name,
    kind: group.kind,
    members: membersOf(group, graph).length,
    outputs: [],
    caveats: caveatsAmong(membersOf(group, graph)),
  }));
}
