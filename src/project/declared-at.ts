import { fileURLToPath } from "node:url";

/** Takes apart `file:///…/rules.ts:12`, as a rule records where it was declared. Line 0 is not known. */
export function declaredAt(declaredIn: string): { readonly file: string; readonly line: number } {
  const colon = declaredIn.lastIndexOf(":");
  const line = Number(declaredIn.slice(colon + 1) || "none");
  return Number.isInteger(line)
    ? { file: pathOf(declaredIn.slice(0, colon)), line }
    : { file: pathOf(declaredIn), line: 0 };
}

/** Asked for every rule of a project, so the common case is a slice. */
function pathOf(place: string): string {
  if (!place.startsWith("file:")) return place;
  return place.startsWith("file:///") && !/[%?#]/.test(place)
    ? place.slice("file://".length)
    : fileURLToPath(place);
}
