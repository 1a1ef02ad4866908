/** A number that another program computed too; null where the measure does not exist for the data. */
export type Value = number | null;

/** What is compared for one data set. */
export interface Comparison {
  readonly set: string;
  readonly got: readonly Value[];
  readonly want: readonly Value[];
}

/** A measure of `src/stratos` beside what somebody else's code says. */
export interface Measure {
  readonly name: string;
  /** The other program, or "definition": a direct and slow computation in the oracle script. */
  readonly against: string;
  readonly comparisons: readonly Comparison[];
  /** Greatest {@link difference} that passes; 1e-10 unless told. */
  readonly tolerance?: number;
  /** Why the other program's numbers are not the same to 1e-10. Its differences are then not counted as ours. */
  readonly differs?: string;
}

/** One side of a comparison as it comes: what is undefined or an empty result does not exist. */
type Side = Iterable<number | null | undefined>;

/** Compares both sides of each data set; a set for which there is nothing to compare gives null. */
export function over<Set extends { readonly name: string }>(
  sets: readonly Set[],
  sides: (set: Set) => { readonly got: Side; readonly want: Side } | null,
): Comparison[] {
  return sets.flatMap((set) => {
    const both = sides(set);
    if (both === null) return [];
    return [{ set: set.name, got: values(both.got), want: values(both.want) }];
  });
}

/** Below this the difference is not relative to the number, which may be 0. */
const LEAST_SCALE = 1e-6;

/** How far two numbers lie apart, relative to the wanted one; infinite if one alone does not exist. */
export function difference(got: Value, want: Value): number {
  if (got === null || want === null) return got === want ? 0 : Infinity;
  const apart = Math.abs(got - want) / Math.max(LEAST_SCALE, Math.abs(want));
  return Number.isNaN(apart) ? Infinity : apart;
}

function values(side: Side): Value[] {
  return Array.from(side, (value) => value ?? null);
}
