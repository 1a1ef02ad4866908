import type { EachRule, Rule } from "./rule.ts";

export type AnyRule = Rule | EachRule;

/** Names several rules, so that a user can ask for them together. */
export interface Group {
  readonly kind: "group" | "flow";
  readonly name: string;
  readonly members: readonly (AnyRule | Group)[];
}

export interface Project {
  readonly kind: "project";
  readonly name: string;
  /** Which study the outputs belong to; another variant's files are never taken for orphans. */
  readonly variant: string;
  readonly rules: readonly AnyRule[];
  readonly groups: readonly Group[];
}

type Member = { readonly kind: "rule" | "each" | "group" | "flow"; readonly name: string };

/**
 * Names rules that are asked for together.
 *
 * @example group("figures", [forest, heatmap])
 */
export function group(name: string, members: readonly Member[]): Group {
  return { kind: "group", name, members: members as readonly (AnyRule | Group)[] };
}

/**
 * A group that is a part of the study in its own right: shown with its own line by `plr status`.
 *
 * @example flow("analysis", [figures, tables])
 */
export function flow(name: string, members: readonly Member[]): Group {
  return { kind: "flow", name, members: members as readonly (AnyRule | Group)[] };
}

/**
 * The default export of `plrfile.ts`.
 *
 * @example export default defineProject({ name: "study", members: [extraction, analysis] });
 */
export function defineProject(options: {
  readonly name: string;
  readonly variant?: string;
  readonly members: readonly Member[];
}): Project {
  const rules = new Set<AnyRule>();
  const groups = new Set<Group>();
  const visit = (member: AnyRule | Group): void => {
    if (member.kind === "rule" || member.kind === "each") {
      rules.add(member);
    } else if (!groups.has(member)) {
      groups.add(member);
      member.members.forEach(visit);
    }
  };
  (options.members as readonly (AnyRule | Group)[]).forEach(visit);
  return {
    kind: "project",
    name: options.name,
    variant: options.variant ?? "default",
    rules: [...rules],
    groups: [...groups],
  };
}
