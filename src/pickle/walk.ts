import { types } from "node:util";

import { toFloat64 } from "./array-numbers.ts";
import { toText } from "./array-text.ts";
import { NdArray } from "./nd-array.ts";
import { NumberList } from "./number-list.ts";
import type { PickleValue } from "./value.ts";

/** A key of a dictionary, or the index of a list or tuple. */
export type Step = string | number;

/** What lies at a path of dictionary keys and list indices; undefined where the path breaks off. */
export function at(value: PickleValue | undefined, path: readonly Step[]): PickleValue | undefined {
  let here = value;
  for (const step of path) {
    if (isMap(here)) here = here.get(step);
    else if (isList(here) && typeof step === "number") here = here[step];
    else if (NumberList.is(here) && typeof step === "number") here = here.toFloat64()[step];
    else return undefined;
  }
  return here;
}

/** The value as a number (numpy scalars are numbers already); undefined for None, booleans and all else. */
export function asNumber(value: PickleValue | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The value as text; undefined for all else. */
export function asText(value: PickleValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The value as a numpy array; undefined for all else. */
export function asArray(value: PickleValue | undefined): NdArray | undefined {
  return NdArray.is(value) ? value : undefined;
}

/** The value as a dictionary; undefined for all else. */
export function asMap(value: PickleValue | undefined): ReadonlyMap<PickleValue, PickleValue> | undefined {
  return isMap(value) ? value : undefined;
}

/** The numbers of an array (row by row) or of a list of nothing but numbers; undefined for all else. */
export function asNumbers(value: PickleValue | undefined): Float64Array | undefined {
  if (NdArray.is(value)) return toFloat64(value);
  if (NumberList.is(value)) return value.toFloat64();
  return isList(value) && everyItem(value, "number")
    ? Float64Array.from(value as readonly number[])
    : undefined;
}

/** The texts of an array of text or of a list of nothing but text; undefined for all else. */
export function asTextArray(value: PickleValue | undefined): string[] | undefined {
  if (NdArray.is(value)) return toText(value);
  return isList(value) && everyItem(value, "string") ? [...(value as readonly string[])] : undefined;
}

/** By what a value is made of, not by its prototype, which a hostile stream may change. */
function isMap(value: unknown): value is ReadonlyMap<PickleValue, PickleValue> {
  return types.isMap(value);
}

function isList(value: unknown): value is readonly PickleValue[] {
  return Array.isArray(value);
}

function everyItem(list: readonly PickleValue[], type: "number" | "string"): boolean {
  for (let k = 0; k < list.length; k++) if (typeof list[k] !== type) return false;
  return true;
}
