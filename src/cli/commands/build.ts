import { failed, ok, type Result } from "../../engine/failure.ts";
import type { BuildEnd } from "../../engine/build.ts";
import { placeCheckpoints, readCheckpoints } from "../../project/checkpoint.ts";
import { buildLimits } from "../build-limits.ts";
import { runBuild } from "../build-run.ts";
import { withSession } from "../with-session.ts";
import type { Invocation } from "../invocation.ts";
import { createBuildReporter } from "../reporter.ts";
import type { Session } from "../session.ts";
import { meaningOf } from "./checkpoint.ts";
import { dryRun } from "./dry-run.ts";
import { targetsHere } from "../targets-here.ts";
import { usageError } from "../usage-error.ts";

/** Builds the targets. */
export function run({ words, options, argv }: Invocation): Promise<number> {
  return withSession(async (session, signal) => {
    const limits = buildLimits(options, session);
    if (typeof limits === "string") return ok(usageError(limits));
    const given = options["fromCheckpoint"] === true ? await givenBy(session) : ok(new Set<string>());
    if (!given.ok) return given;
    const force = options["force"] === true;
    const listed = readCheckpoints(session.root);
    const checkpoints = new Set(listed.ok ? listed.value.map(({ path }) => path) : []);
    const request = { targets: targetsHere(words, session), force, given: given.value, checkpoints };
    if (options["dryRun"] === true)
      return dryRun(session, {
        ...request,
        explain: options["explain"] === true,
        cache: options["cache"] !== false,
      });
    const reporter = createBuildReporter(options);
    const { end } = await runBuild(
      session,
      {
        ...request,
        ...limits,
        keepGoing: options["keepGoing"] === true,
        wait: options["wait"] !== false,
        cache: options["cache"] !== false,
        argv,
      },
      { show: reporter.event, signal },
    );
    reporter.end();
    return exitOf(end);
  });
}

function givenBy(session: Session): Promise<Result<ReadonlySet<string>>> {
  return placeCheckpoints(session.root, {
    isMade: (path) => session.graph.ownerOf(path) !== undefined,
    meaningOf: (path) => meaningOf(session, path),
  });
}

function exitOf(end: Result<BuildEnd>): Result<number> {
  if (!end.ok) return failed(end.failure);
  switch (end.value.outcome) {
    case "done":
      return ok(0);
    case "failed":
      return ok(1);
    case "cancelled":
      return ok(130);
  }
}
