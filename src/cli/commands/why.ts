import { caveatsOf, caveatsOn } from "../../engine/caveats.ts";
import type { Reason } from "../../engine/event.ts";
import { ok } from "../../engine/failure.ts";
import type { Entry } from "../../engine/journal-records.ts";
import { openStore, type Store } from "../../engine/store.ts";
import { isStored } from "../../engine/stored-results.ts";
import { type PartCounts, type WhyReport, whyText } from "../../report/why.ts";
import { withRoot } from "../with-root.ts";
import { withSession } from "../with-session.ts";
import { firstChange } from "../../host/git-log.ts";
import { answer } from "../output.ts";
import { readRunEnds } from "../runs.ts";
import { whyPast } from "./why-past.ts";
import type { Invocation } from "../invocation.ts";
import { type Inspection, inspect, type Standing, standingsNamed } from "../inspect.ts";
import { lookOf } from "../reporter.ts";
import { targetsHere } from "../targets-here.ts";

/** Says why each step of a target is stale, down to what changed at its root, or since when it is fresh. */
export function run({ words, options }: Invocation): Promise<number> {
  const [target = ""] = words;
  const { run: past } = options;
  if (past !== undefined) return withRoot((root) => whyPast(root, { target, run: past, options }));
  return withSession(async (session) => {
    const targets = targetsHere([target], session);
    const looked = await inspect(session, targets);
    if (!looked.ok) return looked;
    const wanted = standingsNamed(looked.value, targets);
    if (!wanted.ok) return wanted;
    const store = openStore(session.openStore());
    const isFew = wanted.value.length <= SINCE_STEPS;
    const reports = await Promise.all(
      wanted.value.map(async (standing) => {
        const report = reportOf(standing, looked.value, store);
        return { ...report, since: isFew ? await sinceWhen(report, session.root) : undefined };
      }),
    );
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

/** For more steps git is not asked, since it is asked for each. */
const SINCE_STEPS = 20;

/** Looks in git for the first change of what made the step stale, after what was checked out when it was built. */
async function sinceWhen(report: Omit<WhyReport, "since">, root: string): Promise<WhyReport["since"]> {
  const run = report.verdict.kind === "stale" ? report.lastBuilt?.run : undefined;
  const after = run === undefined ? undefined : readRunEnds(root, run).started?.git?.commit;
  const paths = changedFiles(report);
  return after === undefined || paths.length === 0 ? undefined : firstChange(root, after, paths);
}

/** Files that changed, also before the step, down to what nobody makes. */
function changedFiles({ step, upstream }: Omit<WhyReport, "since">): readonly string[] {
  const paths = new Set<string>();
  const makers = new Set([step]);
  for (const maker of makers) {
    for (const { kind, what, via } of upstream.get(maker) ?? []) {
      const isFile = kind === "code-changed" || kind.startsWith("input-");
      if (via !== undefined) makers.add(via);
      else if (isFile && what !== "") paths.add(what.split(" : ")[0] ?? what);
    }
  }
  return [...paths];
}

function reportOf(standing: Standing, inspection: Inspection, store: Store): Omit<WhyReport, "since"> {
  const { standings, journal, survey } = inspection;
  const record = standing.step && journal.get("step", standing.step.recordKey);
  const upstream = new Map<string, readonly Reason[]>();
  for (const { id, reasons } of standings) if (reasons.length > 0) upstream.set(id, reasons);
  return {
    step: standing.id,
    verdict: verdictOf(standing, inspection, store),
    caveats: caveatsOn([standing.node], caveatsOf(survey.plan.graph, journal)).map(({ caveat }) => caveat),
    checkedAt: Date.now(),
    lastBuilt:
      record === undefined || record.run === 0
        ? undefined
        : { run: record.run, ageMs: Date.now() - record.at },
    upstream: standing.state === "fresh" ? new Map() : upstream,
  };
}

function verdictOf(
  standing: Standing,
  { standings, survey, journal }: Inspection,
  store: Store,
): WhyReport["verdict"] {
  const { step, state, reasons, expectMs, node } = standing;
  const broken = survey.found.broken.find(({ id }) => id === standing.id);
  if (broken) return { kind: "broken", failure: broken.failure };
  if (state === "possible" || step === undefined) return { kind: "waits", for: staleBefore(node, standings) };
  const entries = survey.schedule.walk.entriesOf(step);
  const modules = survey.plan.code.get(node)?.modules.length ?? 0;
  if (state === "fresh") return { kind: "fresh", parts: countParts(entries, modules) };
  const before = new Set(
    (journal.get("step", step.recordKey)?.entries ?? []).map((entry) => entry.join("\0")),
  );
  const same = entries.filter((entry) => before.has(entry.join("\0")));
  const hasSameCode = same.some(([kind]) => kind === "code");
  const { plan, schedule } = survey;
  const stored = isStored(step, { plan, walk: schedule.walk, store });
  return { kind: "stale", reasons, parts: countParts(same, hasSameCode ? modules : 0), expectMs, stored };
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
