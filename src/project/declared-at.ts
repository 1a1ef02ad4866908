import { fileURLToPath } from "node:url";

/** Takes apart `file:///…/rules.ts:12`, as a rule records where it was declared. Line 0 is not known. */
export function declaredAt(declaredIn: string): { readonly file: string; readonly line: number } {
  const parts = /^(.*?)(?::(\d+))?$/s.exec(declaredIn);
  const place = parts?.[1] ?? declaredIn;
  return { file: place.startsWith("file:") ? fileURLToPath(place) : place, line: Number(parts?.[2] ?? 0) };
}
