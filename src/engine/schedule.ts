import type { Reason, RunCounts, StepOutcome } from "./event.ts";
import { createExpectedTimes } from "./expected-times.ts";
import type { Failure } from "./failure.ts";
import { judgeStep } from "./judge-step.ts";
import type { RuleNode } from "./rule-node.ts";
import type { Plan } from "./plan.ts";
import { createStepQueue } from "./step-queue.ts";
import type { Step } from "./steps.ts";
import { stepsOfItems } from "./targets.ts";
import type { Verdict, Walk } from "./walk.ts";

/** unknown → fresh | queued | blocked | broken; queued → running → built | same | failed | cancelled. */
export type StepState =
  | "fresh"
  | "queued"
  | "running"
  | "built"
  | "same"
  | "restored"
  | "failed"
  | "postponed"
  | "blocked"
  | "cancelled";

/** How steps ended that this build has run before it looked again. */
export type Ends = ReadonlyMap<string, StepState>;

export interface Queued {
  readonly step: Step;
  readonly reasons: readonly Reason[];
  /** Recorded time, ms. */
  readonly expectMs: number | undefined;
}

/** What became known when a step had ended. */
export interface Settled {
  /** `each` rules whose items are known now, and how many more steps there are by that: -1 for an empty list. */
  readonly extended: readonly { readonly by: string; readonly steps: number }[];
  readonly stale: readonly Queued[];
  readonly broken: readonly { readonly id: string; readonly failure: Failure }[];
  readonly blocked: readonly { readonly by: string; readonly steps: readonly string[] }[];
}

/**
 * Which steps may run, in which order. A step is judged once all that it needs is settled, so a step whose inputs
 * came out the same is found fresh and never queued.
 */
export interface Schedule {
  readonly walk: Walk;
  /** Judges all that can be judged before anything has run. */
  readonly check: () => Promise<Settled>;
  readonly isIdle: () => boolean;
  /** The next step to run: of those that may start the one with the longest way to the end, by recorded durations. */
  readonly take: (
    mayStart: (step: Step) => boolean,
  ) => { readonly step: Step; readonly expectMs: number | undefined } | undefined;
  /** Has a step that was taken wait for its turn again. */
  readonly putBack: (step: Step) => void;
  /** Of the steps that wait, for each kind of need the next. */
  readonly heads: () => readonly Step[];
  readonly settle: (step: Step, outcome: StepOutcome | "postponed") => Promise<Settled>;
  /** Whether all steps of a rule are fresh or were made. */
  readonly isMade: (node: RuleNode) => boolean;
  /** Steps that wait for what is not in this schedule, or not before them. */
  readonly postponed: () => readonly Step[];
  readonly ends: () => Ends;
  readonly staleSteps: () => readonly Queued[];
  /** Rules that wait for a stale step; whether their steps run is not known yet. */
  readonly unopened: () => readonly RuleNode[];
  readonly stateOf: (step: Step) => StepState | undefined;
  readonly sizes: () => { readonly steps: number; readonly stale: number; readonly possible: number };
  readonly expectation: () => { readonly expectMs: number; readonly unknownCost: number };
  readonly result: () => {
    readonly counts: RunCounts;
    readonly cutoff: {
      readonly skipped: readonly string[];
      readonly outputs: number;
      readonly savedMs: number;
    };
  };
}

interface NodeState {
  /** Needs in the cone that are not settled. */
  waitsFor: number;
  /** Steps that are not settled; undefined until the node is opened. */
  open: number | undefined;
  /** The step that did not end well: its own, or one that it needs. */
  failedBy: string | undefined;
  /** It waited for a step that ran and whose outputs came out the same. */
  spared: boolean;
}

export function createSchedule(plan: Plan, walk: Walk, before: Ends = new Map()): Schedule {
  const cone = plan.cone.length === plan.graph.nodes.length ? undefined : new Set(plan.cone);
  const isInCone = (node: RuleNode): boolean => cone?.has(node) ?? true;
  const nodes = new Map<RuleNode, NodeState>();
  const states = new Map<Step, StepState>();
  const reasons = new Map<Step, readonly Reason[]>();
  const queue = createStepQueue();
  const skipped: string[] = [];
  let sameOutputs = 0;
  let savedMs = 0;
  let blocked = 0;
  /** Rules whose items could not be read. */
  let unopenable = 0;
  const times = createExpectedTimes(plan);

  const stateOf = (node: RuleNode): NodeState => {
    const known = nodes.get(node);
    if (known) return known;
    const state: NodeState = {
      waitsFor: plan.given.has(node)
        ? 0
        : node.needs.reduce((sum, need) => sum + (isInCone(need) ? 1 : 0), 0),
      open: undefined,
      failedBy: undefined,
      spared: false,
    };
    nodes.set(node, state);
    return state;
  };
  const queued = (step: Step): Queued => ({
    step,
    reasons: reasons.get(step) ?? [],
    expectMs: times.ofStep(step),
  });
  const unopened = (): RuleNode[] => plan.cone.filter((node) => stateOf(node).open === undefined);

  /** Opens a node whose needs are settled, and every node that becomes free by it. */
  const openAll = async (start: RuleNode[], found: Found): Promise<void> => {
    const ready = start;
    for (const node of ready) {
      const state = stateOf(node);
      if (plan.given.has(node)) state.open = 0;
      else if (state.failedBy !== undefined) block(node, state.failedBy, found);
      else {
        for (const step of openOne(node, state, found))
          takeVerdict(step, await judgeStep(step, { plan, walk }), { state, found });
      }
      if (state.open === 0) ready.push(...settleNode(node));
    }
  };
  const block = (node: RuleNode, by: string, found: Found): void => {
    stateOf(node).open = 0;
    blocked++;
    const same = found.blocked.find((one) => one.by === by);
    if (same) same.steps.push(node.rule.name);
    else found.blocked.push({ by, steps: [node.rule.name] });
  };
  /** Judges a node's steps; gives those of which views are yet to be computed, so that nobody waits for the others. */
  const openOne = (node: RuleNode, state: NodeState, found: Found): readonly Step[] => {
    const opened = walk.open(node);
    const items = plan.partly.get(node);
    const steps = opened.ok && items ? stepsOfItems(opened.value, items) : opened;
    state.open = 0;
    if (!steps.ok) {
      state.failedBy = node.rule.name;
      unopenable++;
      found.broken.push({ id: node.rule.name, failure: steps.failure });
      return [];
    }
    // The rule itself was counted for one.
    if (node.rule.kind === "each") found.extended.push({ by: node.rule.name, steps: steps.value.length - 1 });
    return steps.value.filter((step) => {
      if (takeEnd(step, state)) return false;
      const verdict = walk.judge(step);
      if (verdict.kind !== "needs-views") takeVerdict(step, verdict, { state, found });
      return verdict.kind === "needs-views";
    });
  };
  /** Whether the step had ended before this build looked again. */
  const takeEnd = (step: Step, state: NodeState): boolean => {
    const end = before.get(step.id);
    if (end === undefined) return false;
    states.set(step, end);
    if (end === "same") sameOutputs += Object.keys(step.outputs).length;
    if (end === "failed") state.failedBy ??= step.id;
    return true;
  };
  const takeVerdict = (
    step: Step,
    verdict: Exclude<Verdict, { kind: "needs-views" }>,
    { state, found }: { readonly state: NodeState; readonly found: Found },
  ): void => {
    switch (verdict.kind) {
      case "fresh":
        states.set(step, "fresh");
        if (state.spared) {
          skipped.push(step.id);
          savedMs += times.ofStep(step) ?? 0;
        }
        break;
      case "stale":
        states.set(step, "queued");
        reasons.set(step, verdict.reasons);
        state.open = (state.open ?? 0) + 1;
        queue.add(step, times.tailOf(step));
        found.stale.push(queued(step));
        break;
      case "broken":
        states.set(step, "failed");
        state.failedBy ??= step.id;
        found.broken.push({ id: step.id, failure: verdict.failure });
        break;
    }
  };
  /** Tells the waiting nodes; gives those that are free now. */
  const settleNode = (node: RuleNode): RuleNode[] => {
    const cameOutSame = (walk.stepsOf(node) ?? []).some((step) => states.get(step) === "same");
    const { failedBy, spared } = stateOf(node);
    return node.neededBy.filter((next) => {
      if (!isInCone(next) || plan.given.has(next)) return false;
      const state = stateOf(next);
      state.failedBy ??= failedBy;
      state.spared ||= cameOutSame || spared;
      state.waitsFor--;
      return state.waitsFor === 0;
    });
  };

  return {
    walk,
    check: async () => {
      const found: Found = { extended: [], stale: [], broken: [], blocked: [] };
      await openAll(
        plan.cone.filter((node) => stateOf(node).waitsFor === 0),
        found,
      );
      return found;
    },
    isIdle: () => queue.size() === 0,
    take: (mayStart) => {
      const step = queue.take(mayStart);
      if (step === undefined) return undefined;
      states.set(step, "running");
      return { step, expectMs: times.ofStep(step) };
    },
    putBack: (step) => {
      states.set(step, "queued");
      queue.add(step, times.tailOf(step));
    },
    heads: queue.heads,
    isMade: (node) => {
      const state = nodes.get(node);
      return state?.open === 0 && state.failedBy === undefined && !plan.partly.has(node);
    },
    postponed: () => [...states].flatMap(([step, state]) => (state === "postponed" ? [step] : [])),
    ends: () =>
      new Map([...states].flatMap(([step, state]) => (ENDS.has(state) ? [[step.id, state] as const] : []))),
    settle: async (step, outcome) => {
      const found: Found = { extended: [], stale: [], broken: [], blocked: [] };
      const state = stateOf(step.node);
      if (outcome === "postponed") {
        states.set(step, "postponed");
        return found;
      }
      states.set(step, outcome === "done" ? "built" : outcome);
      if (outcome === "same") sameOutputs += Object.keys(step.outputs).length;
      if (outcome === "failed" || outcome === "cancelled") state.failedBy ??= step.id;
      state.open = (state.open ?? 1) - 1;
      if (state.open === 0 && outcome !== "cancelled") await openAll(settleNode(step.node), found);
      return found;
    },
    staleSteps: () => queue.list().map(queued),
    unopened,
    stateOf: (step) => states.get(step),
    sizes: () => ({
      steps: states.size + unopened().length,
      stale: queue.size(),
      possible: unopened().length,
    }),
    expectation: () => {
      const known = queue.list().map(times.ofStep);
      return {
        expectMs: known.reduce<number>((sum, time) => sum + (time ?? 0), 0),
        unknownCost: known.filter((time) => time === undefined).length,
      };
    },
    result: () => {
      const counted = new Map<StepState, number>();
      for (const state of states.values()) counted.set(state, (counted.get(state) ?? 0) + 1);
      const count = (state: StepState): number => counted.get(state) ?? 0;
      return {
        counts: {
          built: count("built"),
          same: count("same"),
          restored: count("restored"),
          fresh: count("fresh"),
          failed: count("failed") + unopenable,
          blocked,
          cancelled: count("cancelled"),
        },
        cutoff: { skipped, outputs: sameOutputs, savedMs },
      };
    },
  };
}

const ENDS: ReadonlySet<StepState> = new Set(["built", "same", "restored", "failed"]);

interface Found {
  readonly extended: { by: string; steps: number }[];
  readonly stale: Queued[];
  readonly broken: { id: string; failure: Failure }[];
  readonly blocked: { by: string; steps: string[] }[];
}
