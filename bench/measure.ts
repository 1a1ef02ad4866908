import { runProcess } from "./run-process.ts";
import type { Tool, Work } from "./work.ts";

/** All repetitions of one tool, or of a part of what it does. */
export interface Measured {
  readonly tool: string;
  /** Milliseconds, in the order of the repetitions. */
  readonly times: readonly number[];
  readonly peakBytes: number | null;
}

/**
 * Runs every tool once to warm up and for its memory, then all of them in turn, as often as asked. The order turns
 * round from one repetition to the next, so that no tool always comes after the same one.
 *
 * @throws Error that names the tool if one of them fails
 */
export async function measure(
  work: Pick<Work, "mostRuns">,
  tools: readonly Tool[],
  runs: number,
): Promise<Measured[]> {
  const peaks = new Map<string, number | null>();
  const times = new Map<string, number[]>(tools.map(({ name }) => [name, []]));
  for (const tool of tools) peaks.set(tool.name, (await runOnce(tool, { watchMemory: true })).peakBytes);
  for (let run = 0; run < Math.min(runs, work.mostRuns); run++) {
    for (const tool of run % 2 === 0 ? tools : tools.toReversed()) {
      const { ms, parts } = await runOnce(tool, { watchMemory: false });
      for (const [name, part] of [[tool.name, ms] as const, ...parts])
        times.set(name, [...(times.get(name) ?? []), part]);
    }
  }
  return [...times].map(([tool, list]) => ({ tool, times: list, peakBytes: peaks.get(tool) ?? null }));
}

async function runOnce(
  tool: Tool,
  options: { readonly watchMemory: boolean },
): Promise<{ ms: number; peakBytes: number | null; parts: ReadonlyMap<string, number> }> {
  await tool.reset?.();
  const { ms, peakBytes, exit, stderr } = await runProcess(tool, options);
  if (exit !== 0) throw new Error(`${tool.name} (${tool.command.join(" ")}) ended with ${exit}\n${stderr}`);
  return { ms, peakBytes, parts: tool.inspect?.() ?? new Map() };
}
