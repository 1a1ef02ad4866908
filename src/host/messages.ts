import type { View } from "../engine/artifact.ts";
import type { FileFacts, FoundInput, Job, ReadDigest } from "../engine/host.ts";

/** What the pool sends to a worker. */
export type ToWorker =
  | {
      readonly type: "run";
      readonly id: number;
      readonly module: string;
      readonly job: Pick<Job, "inputs" | "outputs" | "params" | "pool" | "env">;
    }
  | {
      readonly type: "load";
      readonly id: number;
      readonly module: string;
      readonly env: Readonly<Record<string, string>>;
    }
  | { readonly type: "describe"; readonly id: number; readonly path: string; readonly views: readonly View[] }
  | { readonly type: "abort" };

/** What a worker sends back. */
export type FromWorker =
  | {
      readonly type: "done";
      readonly id: number;
      readonly read: readonly ReadDigest[];
      readonly found: readonly FoundInput[];
      readonly retire: boolean;
    }
  | {
      readonly type: "failed";
      readonly id: number;
      readonly message: string;
      readonly hint: string | undefined;
      readonly at: string | undefined;
      /** The module could not be loaded, or is no task. */
      readonly loading: boolean;
      readonly found: readonly FoundInput[];
    }
  | { readonly type: "loaded"; readonly id: number }
  | { readonly type: "described"; readonly id: number; readonly facts: FileFacts }
  | { readonly type: "view-failed"; readonly id: number; readonly view: View; readonly message: string }
  | { readonly type: "progress"; readonly done: number; readonly total?: number; readonly unit?: string };

/** Ends what a step printed, on both pipes. */
export const END_MARK = "\u0000plr-end\n";
