import type { Caveat } from "./journal-records.ts";
import type { Failure } from "./failure.ts";

/** Why a step is stale. `via` names the step that made the input, where there is one. */
export interface Reason {
  readonly kind:
    | "never-built"
    | "rule-changed"
    | "code-changed"
    | "param-changed"
    | "env-changed"
    | "tool-changed"
    | "input-changed"
    | "input-added"
    | "input-removed"
    | "output-missing"
    | "output-altered"
    | "changed-while-running"
    | "forced";
  readonly what: string;
  readonly old?: string;
  readonly new?: string;
  readonly via?: string;
}

/** How a step ended: `same` ran and gave what was there before, `restored` was taken from the store. */
export type StepOutcome = "done" | "same" | "restored" | "failed" | "cancelled";

/** An output as a step left it. */
export interface OutputEvent {
  readonly path: string;
  readonly bytes: number;
  readonly digest: string;
  /** Equal to the previous output under the output's own view. */
  readonly same: boolean;
  readonly private?: true;
}

interface Body {
  "run.started": {
    readonly events: 1;
    readonly run: number;
    readonly uid: string;
    readonly at: number;
    readonly plr: string;
    readonly node: string;
    readonly argv: readonly string[];
    readonly targets: readonly string[];
    readonly jobs: number;
    readonly pools: Readonly<Record<string, readonly string[]>>;
    readonly memoryBytes: number;
    readonly host: string;
    readonly bootId: string;
    readonly pid: number;
    /** When the process began, in the system's own count: a number is given to one process after another. */
    readonly pidStart?: number;
    /** What was checked out. */
    readonly git?: { readonly commit: string; readonly branch?: string };
    readonly user: string;
    readonly variant: string;
  };
  "run.waiting": {
    readonly for: { readonly run: number; readonly pid: number; readonly host: string } | undefined;
  };
  "run.waited": { readonly waitedMs: number };
  "check.finished": {
    readonly steps: number;
    /** Known to be stale. */
    readonly stale: number;
    /** Follow from a stale step; whether they run is known later. */
    readonly possible: number;
    readonly checkMs: number;
    readonly expectMs: number;
    readonly unknownCost: number;
  };
  /** `steps` more than were counted, a rule with an unknown list as one; -1 where its list is empty. */
  "graph.extended": { readonly by: string; readonly steps: number };
  /** They need a tool that is not installed and that they can do without. */
  "rules.leftOut": { readonly tool: string; readonly rules: readonly string[] };
  /** It could start, but for a pool or memory that others have. */
  "step.ready": {
    readonly step: string;
    readonly waitsFor: { readonly what: string; readonly heldBy: readonly string[] };
  };
  "step.stale": { readonly step: string; readonly reasons: readonly Reason[]; readonly expectMs?: number };
  "step.started": {
    readonly step: string;
    readonly attempt: number;
    readonly log: string;
    /** Not set where it took none: its outputs came from the store. */
    readonly worker?: number;
    /** The place of its pool that it holds. */
    readonly granted?: Readonly<Record<string, string>>;
    readonly expectMs?: number;
  };
  "step.progress": {
    readonly step: string;
    readonly done: number;
    readonly total?: number;
    readonly unit?: string;
  };
  /** The newest whole line of the step's output. */
  "step.output": { readonly step: string; readonly last: string };
  "step.notice": {
    readonly step?: string;
    readonly level: "info" | "warn";
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
  };
  /** It read what other rules have yet to make, and runs again after them. */
  "step.postponed": { readonly step: string; readonly waitsFor: readonly string[] };
  /** An attempt failed, and another follows. */
  "step.retry": {
    readonly step: string;
    /** The one that failed, from 1. */
    readonly attempt: number;
    readonly failure: Failure;
    readonly delayMs: number;
  };
  "step.finished": {
    readonly step: string;
    readonly outcome: StepOutcome;
    readonly attempts: number;
    readonly durMs: number;
    readonly outputs: readonly OutputEvent[];
    readonly failure?: Failure;
    /** The last lines of the log, at most 20. */
    readonly tail?: readonly string[];
    readonly at?: string;
  };
  "steps.skipped": {
    readonly cause: "same-output";
    readonly steps: readonly string[];
    readonly savedMs: number;
    /** They were not asked for; they would read what was rebuilt. */
    readonly downstream?: true;
  };
  "steps.blocked": { readonly by: string; readonly steps: readonly string[] };
  "output.movedAside": { readonly path: string; readonly to: string };
  "outputs.removed": { readonly paths: readonly string[] };
  "orphans.found": { readonly paths: readonly string[] };
  "caveat.added": Caveat;
  /** The step has really run. */
  "caveat.cleared": Pick<Caveat, "kind" | "step" | "paths">;
  /** Each 2 s without another event, so that a silent build can be told from a dead one. */
  "run.heartbeat": { readonly at: number };
  "run.cancelling": { readonly signal: string };
  "run.finished": {
    readonly outcome: "done" | "failed" | "cancelled" | "internal-error";
    readonly exit: number;
    readonly durMs: number;
    readonly counts: RunCounts;
    /** How many caveats hold for what was asked for. */
    readonly caveats: number;
    /** Steps that could have run and did not, because outputs came out the same. */
    readonly cutoff: { readonly steps: number; readonly outputs: number; readonly savedMs: number };
  };
}

/** How many steps of a run ended how. */
export interface RunCounts {
  readonly built: number;
  readonly same: number;
  /** Taken from the store instead of run. */
  readonly restored: number;
  readonly fresh: number;
  readonly failed: number;
  readonly blocked: number;
  readonly cancelled: number;
}

export type EventType = keyof Body;
/** An event of one type, as it is recorded. */
export type EventOf<T extends EventType> = {
  readonly n: number;
  readonly ms: number;
  readonly type: T;
} & Body[T];
/** What a build says: numbered without gaps, `ms` since the run began. The only output of the engine. */
export type BuildEvent = { [T in EventType]: EventOf<T> }[EventType];
/** What an event of one type says beside its number and time. */
export type EventBody<T extends EventType> = Body[T];
/** Gives an event to whoever records and shows it. */
export type Emit = <T extends EventType>(type: T, body: Body[T]) => void;
