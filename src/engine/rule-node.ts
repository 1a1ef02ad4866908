import type { RulePlace } from "./failure.ts";
import type { AnyRule } from "./project.ts";

/** A rule in its place: what must be settled before it, and who waits for it. */
export interface RuleNode {
  readonly rule: AnyRule;
  readonly index: number;
  readonly needs: readonly RuleNode[];
  readonly neededBy: readonly RuleNode[];
}

export function placeOf(rule: AnyRule): RulePlace {
  return { name: rule.name, at: rule.site };
}
