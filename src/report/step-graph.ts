/** A step in a drawing of the graph. */
export interface GraphStep {
  readonly name: string;
  readonly rule: string;
  /** `possible`: needs a stale step. */
  readonly state: "fresh" | "stale" | "possible" | "broken";
}

export interface StepGraph {
  readonly steps: readonly GraphStep[];
  /** From the step that makes a file to a step that reads it, by name. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}
