import { declaredBytes, type MemorySize } from "./memory-size.ts";
import type { EachRule } from "./each-rule.ts";
import type { Rule } from "./rule.ts";

/** A rule of either kind. */
export type AnyRule = Rule | EachRule;

/** Names several rules, so that a user can ask for them together. */
export interface Group {
  readonly kind: "group" | "flow";
  readonly name: string;
  readonly members: readonly (AnyRule | Group)[];
  readonly absent: readonly AbsentTarget[];
}

/** What one would look for in a group and does not find: who asks for it is told why. */
export interface AbsentTarget {
  readonly name: string;
  /** A sentence without its full stop. */
  readonly reason: string;
}

/** What a plrfile exports: the rules of a project, its groups, and what its steps share. */
export interface Project {
  readonly kind: "project";
  readonly name: string;
  /** Which study the outputs belong to; another variant's files are never taken for orphans. */
  readonly variant: string;
  /** Names of the places of each pool. */
  readonly pools: Readonly<Record<string, readonly string[]>>;
  /** Bytes that steps share; undefined for all that the machine has. */
  readonly memory: number | undefined;
  /** Bytes that the store may keep; undefined for the usual number. */
  readonly storeBytes: number | undefined;
  readonly rules: readonly AnyRule[];
  readonly groups: readonly Group[];
}

type Member = { readonly kind: "rule" | "each" | "group" | "flow"; readonly name: string };

/**
 * Names rules that are asked for together.
 *
 * @param options `absent`: what is not in the group though one would look for it, for `plr list` and for who asks for it
 * @example group("figures", [forest, heatmap])
 * @example group("figures", [forest], { absent: [{ name: "figures/map", reason: "the study has no places" }] })
 */
export function group(
  name: string,
  members: readonly Member[],
  { absent = [] }: { readonly absent?: readonly AbsentTarget[] } = {},
): Group {
  return { kind: "group", name, members: members as readonly (AnyRule | Group)[], absent };
}

/**
 * A group that is a part of the study in its own right: shown with its own line by `plr status`.
 *
 * @example flow("analysis", [figures, tables])
 */
export function flow(name: string, members: readonly Member[]): Group {
  return { kind: "flow", name, members: members as readonly (AnyRule | Group)[], absent: [] };
}

/**
 * The default export of `plrfile.ts`.
 *
 * @example export default defineProject({ name: "study", members: [extraction, analysis] });
 * @example defineProject({ name: "study", members, pools: { gpu: ["0", "1"], server: 2 }, memory: "24 GB" });
 * @throws RangeError for a pool without a place, or a memory that is no size
 */
export function defineProject(options: {
  readonly name: string;
  readonly variant?: string;
  /** What steps share: names of places, as of devices, or how many there are. Rules name theirs by `pool`. */
  readonly pools?: Readonly<Record<string, number | readonly string[]>>;
  /** What steps that declare `memory` may use together. Default: what the machine has. */
  readonly memory?: MemorySize;
  /** What results of before may take on disk; those wanted longest ago go first. Default: `"5 GB"`. */
  readonly store?: MemorySize;
  readonly members: readonly Member[];
}): Project {
  const rules = new Set<AnyRule>();
  const groups = new Set<Group>();
  const visit = (member: AnyRule | Group, at: number): void => {
    if (member === undefined)
      throw new TypeError(`member ${at} (from 0) is undefined: a name that does not exist`);
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
    pools: Object.fromEntries(
      Object.entries(options.pools ?? {}).map(([name, places]) => [name, placesOf(name, places)]),
    ),
    memory: options.memory === undefined ? undefined : declaredBytes(options.memory),
    storeBytes: options.store === undefined ? undefined : declaredBytes(options.store),
    rules: [...rules],
    groups: [...groups],
  };
}

function placesOf(pool: string, places: number | readonly string[]): readonly string[] {
  const names =
    typeof places === "number" ? Array.from({ length: places }, (_, place) => String(place)) : places;
  if (names.length === 0 || new Set(names).size < names.length)
    throw new RangeError(`the pool "${pool}" needs places, each with a name of its own`);
  return names;
}
