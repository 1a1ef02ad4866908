import { caveatsOf, caveatsOn } from "../../engine/caveats.ts";
import type { Reason } from "../../engine/event.ts";
import { ok } from "../../engine/failure.ts";
import type { Entry } from "../../engine/journal.ts";
import { resolveTarget } from "../../engine/targets.ts";
import { type PartCounts, type WhyReport, whyText } from "../../report/why.ts";
import { withSession } from "../command-run.ts";
import { answer } from "../output.ts";
import type { Invocation } from "../invocation.ts";
import { type Inspection, inspect, type Standing } from "../inspect.ts";
import { lookOf } from "../reporter.ts";

/** Says why each step of a target is stale, down to what changed at its root, or since when it is fresh. */
export function run({ words, options }: Invocation): Promise<number> {
  const [target = ""] = words;
  return withSession(async (session) => {
    const looked = await inspect(session, [target]);
    if (!looked.ok) return looked;
    const { survey, standings } = looked.value;
    const nodes = resolveTarget(target, survey.plan.graph);
    if (!nodes.ok) return nodes;
    const names = new Set(nodes.value.map(({ rule }) => rule.name));
    const isWanted = ({ id, node, step }: Standing): boolean =>
      id === target ||
      (!target.includes(" ") &&
        names.has(node.rule.name) &&
        (!isItemPath(target, standings) || makes(step, target)));
    const reports = standings.filter(isWanted).map((standing) => reportOf(standing, looked.value));
    if (options["json"] === true) {
      const plain = reports.map((report) => ({ ...report, upstream: Object.fromEntries(report.upstream) }));
      answer(JSON.stringify({ schema: 1, steps: plain }, undefined, 2));
    } else {
      const look = lookOf(process.stdout, options);
      answer(reports.map((report) => whyText(report, look)).join("\n"));
    }
    return ok(0);
  });
}

function isItemPath(target: string, standings: readonly Standing[]): boolean {
  return standings.some(({ step }) => makes(step, target));
}

function makes(step: Standing["step"], path: string): boolean {
  return step !== undefined && Object.values(step.outputs).some((output) => output.path === path);
}

function reportOf(standing: Standing, inspection: Inspection): WhyReport {
  const { standings, journal, survey } = inspection;
  const record = standing.step && journal.get("step", standing.step.recordKey);
  const upstream = new Map<string, readonly Reason[]>();
  for (const { id, reasons } of standings) if (reasons.length > 0) upstream.set(id, reasons);
  return {
    step: standing.id,
    verdict: verdictOf(standing, inspection),
    caveats: caveatsOn([standing.node], caveatsOf(survey.plan.graph, journal)).map(({ caveat }) => caveat),
    checkedAt: Date.now(),
    lastBuilt:
      record === undefined || record.run === 0
        ? undefined
        : { run: record.run, ageMs: Date.now() - record.at },
    upstream: standing.state === "fresh" ? new Map() : upstream,
  };
}

function verdictOf(standing: Standing, { standings, survey, journal }: Inspection): WhyReport["verdict"] {
  const { step, state, reasons, expectMs, node } = standing;
  if (state === "possible" || step === undefined) return { kind: "waits", for: staleBefore(node, standings) };
  const entries = survey.schedule.walk.entriesOf(step);
  const modules = survey.plan.code.get(node)?.modules.length ?? 0;
  if (state === "fresh") return { kind: "fresh", parts: countParts(entries, modules) };
  const before = new Set(
    (journal.get("step", step.recordKey)?.entries ?? []).map((entry) => entry.join("\0")),
  );
  const same = entries.filter((entry) => before.has(entry.join("\0")));
  const hasSameCode = same.some(([kind]) => kind === "code");
  return { kind: "stale", reasons, parts: countParts(same, hasSameCode ? modules : 0), expectMs };
}

/** The stale steps that a rule waits for, through rules that wait too. */
function staleBefore(node: Standing["node"], standings: readonly Standing[]): readonly string[] {
  const seen = new Set<Standing["node"]>();
  const stack = [...node.needs];
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (!seen.has(at)) stack.push(...at.needs);
    seen.add(at);
  }
  return standings.filter((one) => one.state === "stale" && seen.has(one.node)).map(({ id }) => id);
}

function countParts(entries: readonly Entry[], modules: number): PartCounts {
  const count = (...kinds: readonly string[]): number =>
    entries.filter(([kind]) => kinds.includes(kind)).length;
  return {
    inputs: count("input", "probe"),
    params: count("param"),
    env: count("env"),
    tools: count("tool"),
    modules,
  };
}
