import { writeFileSync } from "node:fs";
import { TaskError } from "plr";
import { checkPublic } from "../check-public.ts";

/** What the table builders return. */
type Built =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly failure: { readonly reason: string } };

/**
 * Writes a LaTeX file.
 *
 * @throws TaskError if it could not be built, or holds what must not be public
 */
export async function writeTex(path: string, name: string, built: Built): Promise<void> {
  if (!built.ok) {
    const { reason, ...details } = built.failure;
    throw new TaskError(`${name} cannot be printed: ${reason} ${JSON.stringify(details)}`);
  }
  writeFileSync(path, built.value);
  await checkPublic([path]);
}
