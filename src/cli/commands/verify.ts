import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CACHE } from "../../engine/cache-folder.ts";
import { ok } from "../../engine/failure.ts";
import { verifySteps } from "../../engine/verify.ts";
import { compareFiles } from "../../host/compare-files.ts";
import { findStrace } from "../../host/strace.ts";
import { firstOf } from "../../report/quantities.ts";
import { verifiedText, verifySummary } from "../../report/verify.ts";
import { buildLimits } from "../build-limits.ts";
import { withSession } from "../with-session.ts";
import { inspect, standingsNamed } from "../inspect.ts";
import type { Invocation } from "../invocation.ts";
import { answer, note } from "../output.ts";
import { lookOf } from "../reporter.ts";
import { ownRunners } from "../watched-runner.ts";
import { targetsHere } from "../targets-here.ts";
import { usageError } from "../usage-error.ts";

/** Runs steps again, aside, and says which come out different; without targets, all. */
export function run({ words, options }: Invocation): Promise<number> {
  return withSession(async (session, signal) => {
    const limits = buildLimits(options, session);
    if (typeof limits === "string") return ok(usageError(limits));
    const strace = options["trace"] === true ? findStrace() : ok(undefined);
    if (!strace.ok) return strace;
    const targets = targetsHere(words, session);
    const looked = await inspect(session, targets);
    if (!looked.ok) return looked;
    const { plan, schedule } = looked.value.survey;
    const named = standingsNamed(looked.value, targets);
    if (!named.ok) return named;
    const standings = named.value;
    const inPlace = standings.filter(({ node }) => node.rule.inPlace).map(({ id }) => id);
    if (inPlace.length > 0)
      note(`note: ${firstOf(inPlace)} left out: what writes in place cannot be run aside`);
    const fresh = standings.flatMap(({ state, step, node }) =>
      state === "fresh" && step && !node.rule.inPlace ? [step] : [],
    );
    const others = standings.filter(({ state }) => state !== "fresh").map(({ id }) => id);
    const look = lookOf(process.stdout, options);
    const isJson = options["json"] === true;
    const { files } = session.host;
    const folder = `${CACHE}/verify/${process.pid}`;
    for (const left of leftOvers(session.root)) files.remove(left);
    const verified = await verifySteps({ plan, walk: schedule.walk }, fresh, {
      ...limits,
      folder,
      signal,
      openRunner: ownRunners(session, { folder, signal, strace: strace.value }),
      compare: (name, old, now) => compareFiles(name, join(session.root, old), join(session.root, now)),
      tell: (found) => {
        if (!isJson) answer(verifiedText(found, look));
      },
    });
    files.remove(folder);
    if (isJson) answer(JSON.stringify({ schema: 1, steps: verified, notFresh: others }, undefined, 2));
    note(verifySummary(verified, others, lookOf(process.stderr, options)));
    if (signal.aborted) return ok(130);
    const isSound = verified.every(
      ({ outcome, undeclared = [] }) =>
        (outcome === "same" || outcome === "equal") && undeclared.length === 0,
    );
    return ok(isSound && others.length === 0 ? 0 : 1);
  });
}

/** Folders of processes that are gone. */
function leftOvers(root: string): readonly string[] {
  try {
    const pids = readdirSync(join(root, CACHE, "verify")).map(Number);
    return pids.filter((pid) => !isAlive(pid)).map((pid) => `${CACHE}/verify/${pid}`);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
