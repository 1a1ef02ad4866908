import type { BuildEvent } from "../engine/event.ts";
import type { Look } from "./look.ts";
import type { Screen } from "./screen.ts";

/** Shows a build while it runs. */
export interface Reporter {
  readonly event: (event: BuildEvent) => void;
  /** Nothing follows; also where a build broke off. May be called twice. */
  readonly end: () => void;
}

export type ReporterKind = "terminal" | "plain" | "json" | "quiet";

export interface ReporterOptions {
  readonly kind: ReporterKind;
  /** Each finished step, and what steps print. */
  readonly verbose: boolean;
  /** Why each stale step is stale. */
  readonly explain: boolean;
  /** stderr: the story. */
  readonly screen: Screen;
  readonly look: Look;
  /** stdout: the answer; only `json` writes to it. */
  readonly write: (text: string) => void;
}
