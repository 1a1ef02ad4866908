import type { EventOf, Reason } from "../../engine/event.ts";
import { whyText } from "../../report/why.ts";
import { answer } from "../output.ts";
import { lookOf } from "../reporter.ts";
import { recordedRun } from "../recorded-run.ts";
import { readRun } from "../runs.ts";

interface Asked {
  readonly target: string;
  readonly run: unknown;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Says why a step, the steps of a rule, or the maker of an output ran in a past run, by what that run recorded.
 *
 * @returns the exit code
 */
export function whyPast(root: string, { target, run: word, options }: Asked): number {
  const run = recordedRun(root, String(word));
  if (run === undefined) return 2;
  const events = readRun(root, run);
  const stale = events.filter((event) => event.type === "step.stale");
  const upstream = new Map(stale.map(({ step, reasons }) => [step, reasons]));
  const ends = new Map(
    events.flatMap((event) => (event.type === "step.finished" ? [[event.step, event] as const] : [])),
  );
  const isWanted = (step: string): boolean =>
    step === target ||
    step.startsWith(`${target} `) ||
    (ends.get(step)?.outputs.some(({ path }) => path === target) ?? false);
  const steps = [...new Set([...upstream.keys(), ...ends.keys()])].filter(isWanted);
  const reports = steps.map((step) => reportOf(step, { run, end: ends.get(step), upstream }));
  if (options["json"] === true) {
    answer(
      JSON.stringify(
        { schema: 1, run, steps: reports.map((one) => ({ ...one, upstream: undefined })) },
        undefined,
        2,
      ),
    );
  } else if (reports.length === 0) {
    answer(`${target} did not run in #${run}: it was fresh, or was not asked for`);
  } else {
    const look = lookOf(process.stdout, options);
    answer(reports.map((report) => whyText(report, look)).join("\n"));
  }
  return 0;
}

interface Past {
  readonly run: number;
  readonly end: EventOf<"step.finished"> | undefined;
  readonly upstream: ReadonlyMap<string, readonly Reason[]>;
}

function reportOf(step: string, { run, end, upstream }: Past): Parameters<typeof whyText>[0] {
  return {
    step,
    verdict: {
      kind: "was-stale",
      run,
      reasons: upstream.get(step) ?? [],
      outcome: end?.outcome,
      durMs: end?.durMs,
    },
    lastBuilt: undefined,
    upstream,
    caveats: [],
    checkedAt: Date.now(),
    since: undefined,
  };
}
