import { comingTask } from "./job.ts";
import type { Plan } from "./plan.ts";
import type { RuleNode } from "./rule-node.ts";

/** The places in which steps run, each with a process of its own. */
export interface Slots {
  readonly areFree: () => boolean;
  /** A free place for a step of the rule, the one that has loaded its task if there is one; undefined if none is free. */
  readonly take: (node: RuleNode) => number | undefined;
  readonly release: (slot: number) => void;
  /** Has a place with nothing to do load a task that none has loaded, of a rule that waits. */
  readonly prepare: (waiting: () => readonly RuleNode[]) => void;
}

export function createSlots(count: number, plan: Plan): Slots {
  const free = Array.from({ length: count }, (_, slot) => slot);
  const loadedIn = new Map(plan.loadedIn);
  const notLoaded = new Set(Array.from(plan.code.values(), ({ module }) => module)).difference(loadedIn);
  const moduleOf = (node: RuleNode): string => plan.code.get(node)?.module ?? "";
  const remember = (node: RuleNode, slot: number): void => {
    if (notLoaded.delete(moduleOf(node))) loadedIn.set(moduleOf(node), slot);
  };
  return {
    areFree: () => free.length > 0,
    take: (node) => {
      const place = free.indexOf(loadedIn.get(moduleOf(node)) ?? -1);
      const slot = place < 0 ? free.pop() : free.splice(place, 1)[0];
      if (slot !== undefined) remember(node, slot);
      return slot;
    },
    release: (slot) => void free.push(slot),
    prepare: (waiting) => {
      const slot = free.at(-1);
      if (slot === undefined || notLoaded.size === 0) return;
      const next = waiting().find((node) => notLoaded.has(moduleOf(node)));
      const task = next && comingTask(next, plan);
      if (next === undefined || task === undefined) return;
      remember(next, slot);
      plan.host.runner.prepare(task, slot);
    },
  };
}
