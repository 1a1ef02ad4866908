import type { Plan } from "./plan.ts";
import type { RuleNode } from "./rule-node.ts";
import type { Step } from "./steps.ts";

/** What steps took when they last ran, ms. */
export interface ExpectedTimes {
  /** The step's own time; of an item that never ran, the median of its rule's other items. */
  readonly ofStep: (step: Step) => number | undefined;
  /** From the step's start to the end of all that follows it. */
  readonly tailOf: (step: Step) => number;
}

/** Stands for a time that nobody knows: among such steps the length of the way decides. */
const UNKNOWN = 1;

export function createExpectedTimes({ cone, graph, journal }: Plan): ExpectedTimes {
  let usual: ReadonlyMap<RuleNode, number> | undefined;
  let after: ReadonlyMap<RuleNode, number> | undefined;
  const usualOf = (node: RuleNode): number | undefined => {
    const { rule } = node;
    if (rule.kind === "rule") return recorded(firstPath(Object.values(rule.outputs)));
    usual ??= usualTimes();
    return usual.get(node);
  };
  const recorded = (recordKey: string): number | undefined => journal.outline(recordKey)?.durMs;
  const ofStep = (step: Step): number | undefined => recorded(step.recordKey) ?? usualOf(step.node);

  return {
    ofStep,
    tailOf: (step) => {
      after ??= timesAfter();
      return (ofStep(step) ?? UNKNOWN) + (after.get(step.node) ?? 0);
    },
  };

  /** Medians of what items took, by the rule that makes them. */
  function usualTimes(): ReadonlyMap<RuleNode, number> {
    const times = new Map<RuleNode, number[]>();
    for (const key of journal.keys("step")) {
      const node = graph.outputs.has(key) ? undefined : graph.ownerOf(key);
      const time = node && recorded(key);
      if (node === undefined || time === undefined) continue;
      const known = times.get(node);
      if (known) known.push(time);
      else times.set(node, [time]);
    }
    return new Map(Array.from(times, ([node, all]) => [node, median(all)]));
  }

  /** For each rule, the longest way from its end to the end of all. */
  function timesAfter(): ReadonlyMap<RuleNode, number> {
    const times = new Map<RuleNode, number>();
    for (const node of cone.toReversed()) {
      let longest = 0;
      for (const next of node.neededBy) {
        const rest = times.get(next);
        if (rest !== undefined) longest = Math.max(longest, rest + (usualOf(next) ?? UNKNOWN));
      }
      times.set(node, longest);
    }
    return times;
  }
}

function firstPath(outputs: readonly { readonly path: string }[]): string {
  return outputs.map(({ path }) => path).reduce((first, path) => (path < first ? path : first));
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const upper = sorted[sorted.length >> 1] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[(sorted.length >> 1) - 1] ?? upper)) / 2;
}
