import type { GraphStep } from "./step-graph.ts";

/** Colours of the states of steps in drawings, as everywhere that states are shown in colour. */
export const STATE_COLOURS: Readonly<Record<GraphStep["state"], string>> = {
  fresh: "#4c6a58",
  stale: "#7d5a00",
  possible: "#5b6371",
  broken: "#922011",
};
