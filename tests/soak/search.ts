import * as fc from "fast-check";
import { type Action, histories, type History } from "./history.ts";
import { play, type Played } from "./play.ts";

export interface Found {
  readonly seed: number;
  /** The smallest history that shows it. */
  readonly history: History;
  readonly message: string;
  /** Until it first showed, before it was made smaller. */
  readonly afterMs: number;
}

export interface Searched extends Played {
  readonly seed: number;
  readonly histories: number;
  readonly found: Found | undefined;
}

/** Plays random histories until time is up, there were enough, or one shows a difference, which is then made small. */
export async function search(limit: {
  readonly seed: number;
  readonly ms?: number;
  readonly histories?: number;
  /** The first difference will do, however large. */
  readonly isFirstEnough?: boolean;
}): Promise<Searched> {
  const { seed, ms, histories: numRuns = Number.MAX_SAFE_INTEGER } = limit;
  const began = performance.now();
  const played: Played = { builds: 0, steps: 0 };
  let tried = 0;
  let afterMs: number | undefined;
  const property = fc.asyncProperty(histories, async (history) => {
    if (afterMs === undefined) tried++;
    try {
      await play(history, played);
    } catch (error) {
      afterMs ??= performance.now() - began;
      throw error;
    }
  });
  const details = await fc.check(property, {
    seed,
    numRuns,
    endOnFailure: limit.isFirstEnough ?? false,
    ...(ms !== undefined && { interruptAfterTimeLimit: ms }),
  });
  const [history] = details.counterexample ?? [];
  const found = details.failed &&
    history && {
      seed,
      history,
      message:
        details.errorInstance instanceof Error
          ? details.errorInstance.message
          : String(details.errorInstance),
      afterMs: afterMs ?? 0,
    };
  return { seed, ...played, histories: tried, found: found || undefined };
}

/** A history as a list that a person can follow, and as one that `--replay` takes. */
export function tell({ seed, history, message }: Found): string {
  const rules = history.rules.map((rule, id) => `  rule ${id}: ${JSON.stringify(rule)}`);
  const rounds = history.rounds.flatMap(({ actions, ...build }, index) => [
    `  round ${index + 1}: ${actions.map(tellAction).join("; ") || "no change"}`,
    `    build ${JSON.stringify(build)}`,
  ]);
  return [
    `seed ${seed}, ticks of ${history.tickMs} ms: ${message}`,
    ...rules,
    ...rounds,
    `npm run soak -- --replay '${JSON.stringify(history)}'`,
  ].join("\n");
}

function tellAction({ do: what, ...how }: Action): string {
  return [what, ...Object.entries(how).map(([name, value]) => `${name} ${value}`)].join(" ");
}
