import * as fc from "fast-check";

/** A rule of a random graph. Numbers choose among what there is, so that any part of a history can be left out. */
export interface RuleSpec {
  /** Each a source, a folder of sources, or an output of an earlier rule, the whole or a part of it. */
  readonly inputs: readonly number[];
  readonly outputs: number;
  /** Where the outputs lie. Those below `data/` are seen by globs. */
  readonly folder: "out" | "deep" | "data";
  readonly takesGlob: boolean;
  readonly env: "E0" | "E1" | null;
  readonly isTask: boolean;
  /**
   * `coarse` makes the same of many inputs; `looking` reads files that it does not declare; `listing` lists items;
   * `folder` makes folders; of what `values` makes others read a part.
   */
  readonly kind: "plain" | "coarse" | "looking" | "listing" | "folder" | "values";
  /** Writes its outputs in their own places. */
  readonly inPlace: boolean;
  /** What it may look at: members of the glob, there or not, sources and files that earlier rules make. */
  readonly looks: readonly number[];
  readonly group: number;
  readonly isThere: boolean;
}

export type Action =
  | {
      readonly do: "edit";
      readonly source: number;
      readonly text: number;
      readonly mtime: "now" | "kept" | "old";
    }
  | { readonly do: "touch"; readonly source: number }
  | { readonly do: "delete" | "tamper"; readonly rule: number; readonly output: number }
  | { readonly do: "edit code" | "rename" | "add or remove"; readonly rule: number }
  | { readonly do: "member"; readonly member: number }
  | { readonly do: "set env"; readonly name: "E0" | "E1"; readonly value: number }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "cut journal"; readonly at: number }
  /** Zeros in some of the files that were written shortly before, which look as they did. */
  | { readonly do: "lose power"; readonly files: number }
  | { readonly do: "clear cache" };

export interface Round {
  readonly actions: readonly Action[];
  /** Chooses a rule that fails in this build. */
  readonly fails: number | null;
  /** Chooses a rule that fails once and is tried again. */
  readonly failsOnce: number | null;
  readonly target: { readonly of: "rule" | "group"; readonly number: number } | null;
  readonly jobs: number;
  readonly build:
    | { readonly how: "alone" | "two at once" }
    | {
        readonly how: "killed";
        readonly before: "write" | "rename" | "write after rename";
        readonly at: number;
      }
    | { readonly how: "edited meanwhile"; readonly at: number; readonly source: number };
}

export interface History {
  /** Ticks of the file system's clock, ms; 0 for exact stamps. */
  readonly tickMs: 0 | 4 | 1000 | 2000;
  readonly hasStore: boolean;
  readonly rules: readonly RuleSpec[];
  readonly rounds: readonly Round[];
}

const HOUR_MS = 3_600_000;
const nat = fc.nat({ max: 999 });
const some = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 3 });

const ruleSpec: fc.Arbitrary<RuleSpec> = fc.record({
  inputs: fc.array(nat, { minLength: 1, maxLength: 4 }),
  outputs: fc.integer({ min: 1, max: 3 }),
  folder: fc.constantFrom("out", "deep", "data"),
  takesGlob: fc.nat({ max: 3 }).map((n) => n === 0),
  env: fc.constantFrom(null, null, "E0", "E1"),
  isTask: fc.boolean(),
  kind: fc.constantFrom("plain", "coarse", "coarse", "looking", "listing", "folder", "values", "values"),
  inPlace: fc.nat({ max: 4 }).map((n) => n === 0),
  looks: fc.array(nat, { minLength: 1, maxLength: 3 }),
  group: fc.nat({ max: 2 }),
  isThere: fc.nat({ max: 4 }).map((n) => n > 0),
});

const edit: fc.Arbitrary<Action> = fc.record({
  do: fc.constant("edit"),
  source: nat,
  text: fc.nat({ max: 2 }),
  mtime: fc.constantFrom("now", "now", "kept", "old"),
});

const action: fc.Arbitrary<Action> = fc.oneof(
  { arbitrary: edit, weight: 5 },
  { arbitrary: fc.record({ do: fc.constant("touch"), source: nat }), weight: 1 },
  { arbitrary: fc.record({ do: fc.constantFrom("delete", "tamper"), rule: nat, output: nat }), weight: 3 },
  {
    arbitrary: fc.record({ do: fc.constantFrom("edit code", "rename", "add or remove"), rule: nat }),
    weight: 4,
  },
  { arbitrary: fc.record({ do: fc.constant("member"), member: nat }), weight: 1 },
  {
    arbitrary: fc.record({
      do: fc.constant("set env"),
      name: fc.constantFrom("E0", "E1"),
      value: fc.nat({ max: 2 }),
    }),
    weight: 1,
  },
  // A clock that is set back goes far enough for no moment to come twice.
  {
    arbitrary: fc.record({ do: fc.constant("wait"), ms: fc.constantFrom(5, 900, 3000, -HOUR_MS) }),
    weight: 2,
  },
  { arbitrary: fc.record({ do: fc.constant("cut journal"), at: nat }), weight: 1 },
  { arbitrary: fc.record({ do: fc.constant("lose power"), files: nat }), weight: 1 },
  { arbitrary: fc.constant<Action>({ do: "clear cache" }), weight: 1 },
);

const round: fc.Arbitrary<Round> = fc.record({
  actions: fc.array(action, { maxLength: 4 }),
  fails: some(nat),
  failsOnce: some(nat),
  target: some(fc.record({ of: fc.constantFrom("rule", "group"), number: nat })),
  jobs: fc.integer({ min: 1, max: 3 }),
  build: fc.oneof(
    { arbitrary: fc.constant<Round["build"]>({ how: "alone" }), weight: 6 },
    { arbitrary: fc.constant<Round["build"]>({ how: "two at once" }), weight: 1 },
    {
      arbitrary: fc.record({
        how: fc.constant("killed"),
        before: fc.constant("write"),
        at: fc.integer({ min: 1, max: 60 }),
      }),
      weight: 1,
    },
    {
      // Where outputs and what is recorded of them part.
      arbitrary: fc.record({
        how: fc.constant("killed"),
        before: fc.constantFrom("rename", "write after rename"),
        at: fc.integer({ min: 1, max: 6 }),
      }),
      weight: 2,
    },
    {
      arbitrary: fc.record({
        how: fc.constant("edited meanwhile"),
        at: fc.integer({ min: 1, max: 150 }),
        source: nat,
      }),
      weight: 1,
    },
  ),
});

const lists = (max: number, rounds: number): fc.Arbitrary<History> =>
  fc.record({
    tickMs: fc.constantFrom(0, 4, 1000, 2000),
    hasStore: fc.boolean(),
    rules: fc.array(ruleSpec, { minLength: 1, maxLength: max, size: "max" }),
    rounds: fc.array(round, { minLength: 2, maxLength: rounds, size: "max" }),
  });

/** Random histories: mostly of few rules, where a fault shows soonest; some of up to 100. */
export const histories: fc.Arbitrary<History> = fc.oneof(
  { arbitrary: lists(10, 12), weight: 12 },
  { arbitrary: lists(100, 8), weight: 1 },
);

/** Histories of few rules, for builds that take their time. */
export const shortHistories: fc.Arbitrary<History> = lists(6, 6);
