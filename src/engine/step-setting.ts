import type { PoolPlace } from "./admission.ts";
import type { View } from "./artifact.ts";
import type { Emit } from "./event.ts";
import type { Result } from "./failure.ts";
import type { StepRecord } from "./journal-records.ts";
import type { Plan } from "./plan.ts";
import type { Stages } from "./stage.ts";
import type { Store } from "./store.ts";
import type { Step } from "./steps.ts";
import type { Walk } from "./walk.ts";

/** What a build gives to each of its steps. */
export interface BuildSetting {
  readonly plan: Plan;
  readonly walk: Walk;
  readonly emit: Emit;
  readonly run: {
    readonly number: number;
    readonly logFile: (step: string) => string;
    readonly at: () => number;
  };
  /** `.plr-cache` from the root. */
  readonly cache: string;
  readonly stages: Stages;
  /** Results of before; undefined where it is neither to be read nor written. */
  readonly store: Store | undefined;
  /** Views of an output that consumers in the whole project ask for. */
  readonly viewsWanted: (step: Step, output: string) => readonly View[];
  readonly isCancelled: () => boolean;
  /** Whether this process still is the project's only builder. */
  readonly holdsLock: () => boolean;
  /** Whether all that is made of what a step discovered has been made; if not, the step waits for it. */
  readonly areMade: (step: Step, paths: readonly string[]) => Promise<Result<boolean>>;
}

/** What a step is given for one try. */
export interface StepSetting extends BuildSetting {
  readonly granted: PoolPlace | undefined;
  /** What was recorded of the step before this build ran it. */
  readonly previous: StepRecord | undefined;
}
