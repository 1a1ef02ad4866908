import type { TaskCode } from "./code.ts";
import type { Host } from "./host.ts";
import { comingTask } from "./job.ts";
import type { Journal } from "./journal.ts";
import type { RuleNode } from "./rule-node.ts";
import { stepOfRule } from "./steps.ts";

/** Has processes load tasks while the build is still planned. */
export interface LoadAhead {
  /** Slots whose processes have been told to load a task, by its module. */
  readonly loadedIn: ReadonlyMap<string, number>;
  /** Takes a task whose code was read, while tools are asked. */
  readonly whileAsking: (node: RuleNode, code: TaskCode) => void;
  /** Takes a task of which it is known that the build is about it. */
  readonly whilePlanning: (node: RuleNode, code: TaskCode) => void;
}

/**
 * Each process that a first build has started loads a task. In a later build most tasks do not run, so a process is
 * started for one that was edited since its step, which will: it loads while the tools are asked.
 *
 * @param warmed how many slots have a process; undefined where nothing is going to run
 */
export function createLoadAhead(host: Host, journal: Journal, warmed: number | undefined): LoadAhead {
  const loadedIn = new Map<string, number>();
  const compared = new Set<string>();
  const load = (node: RuleNode, code: TaskCode): void => {
    const coming = comingTask(node, { code: new Map([[node, code]]), host });
    if (coming === undefined || loadedIn.has(coming.module)) return;
    host.runner.prepare(coming, loadedIn.size);
    loadedIn.set(coming.module, loadedIn.size);
  };
  return {
    loadedIn,
    whileAsking: (node, code) => {
      if (warmed !== 0 || loadedIn.size > 0 || compared.has(code.digest)) return;
      compared.add(code.digest);
      if (isEdited(node, code, journal)) load(node, code);
    },
    whilePlanning: (node, code) => {
      if (loadedIn.size < (warmed ?? 0)) load(node, code);
    },
  };
}

function isEdited(node: RuleNode, { digest }: TaskCode, journal: Journal): boolean {
  const step = stepOfRule(node);
  const record = step && journal.get("step", step.recordKey);
  const recorded = record?.entries.find(([kind]) => kind === "code");
  return recorded !== undefined && recorded[2] !== digest;
}
