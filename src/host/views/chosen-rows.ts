import type { View } from "../../engine/artifact.ts";

/** What a view of a file of rows shows: all rows, those with some values, or some columns. */
export interface Chosen {
  /** Sorted; undefined for all columns in the file's order. */
  readonly columns: readonly string[] | undefined;
  readonly where: readonly (readonly [column: string, value: string])[];
}

/** Reads what the handles of `csv`, `tsv` and `parquet` put behind the colon of a view. */
export function chosenBy(view: View): Chosen {
  const colon = view.indexOf(":");
  if (colon < 0) return { columns: undefined, where: [] };
  const chosen = JSON.parse(view.slice(colon + 1)) as readonly string[] | Readonly<Record<string, string>>;
  return isList(chosen)
    ? { columns: chosen, where: [] }
    : { columns: undefined, where: Object.entries(chosen) };
}

function isList(chosen: readonly string[] | Readonly<Record<string, string>>): chosen is readonly string[] {
  return Array.isArray(chosen);
}
