import type { Project } from "./project.ts";
import type { RuleBase } from "./rule.ts";

/** A place of a pool, held by a step while it runs. */
export interface PoolPlace {
  readonly pool: string;
  readonly place: string;
}

/** What a step has to wait for, and the steps that have it. */
export interface Shortage {
  readonly for: string;
  readonly heldBy: readonly string[];
}

/** Pools and memory: what steps share beside the slots in which they run. */
export interface Admission {
  readonly shortageOf: (rule: RuleBase) => Shortage | undefined;
  /** Takes what the rule declares for a step; nothing of it is short. */
  readonly take: (rule: RuleBase, step: string) => PoolPlace | undefined;
  readonly release: (rule: RuleBase, step: string, place: PoolPlace | undefined) => void;
}

/**
 * Admits steps by what their rules declare; nobody measures. A step that needs more memory than there is runs while no
 * other that declares some does.
 */
export function createAdmission({ pools }: Pick<Project, "pools">, memory: number): Admission {
  const free = new Map(Object.entries(pools).map(([pool, places]) => [pool, places.toReversed()]));
  const holders = new Map(Object.keys(pools).map((pool) => [pool, new Set<string>()]));
  const users = new Set<string>();
  let used = 0;
  return {
    shortageOf: (rule) => {
      if (rule.pool !== undefined && free.get(rule.pool)?.length === 0) {
        return { for: rule.pool, heldBy: [...(holders.get(rule.pool) ?? [])] };
      }
      const isTooMuch = rule.memory > 0 && users.size > 0 && used + rule.memory > memory;
      return isTooMuch ? { for: "memory", heldBy: [...users] } : undefined;
    },
    take: (rule, step) => {
      used += rule.memory;
      if (rule.memory > 0) users.add(step);
      const place = rule.pool === undefined ? undefined : free.get(rule.pool)?.pop();
      if (rule.pool === undefined || place === undefined) return undefined;
      holders.get(rule.pool)?.add(step);
      return { pool: rule.pool, place };
    },
    release: (rule, step, taken) => {
      used -= rule.memory;
      users.delete(step);
      if (taken === undefined) return;
      free.get(taken.pool)?.push(taken.place);
      holders.get(taken.pool)?.delete(step);
    },
  };
}
