import { quotedWord } from "../engine/quoted-word.ts";

/** A word as it is typed in a shell: quoted only where it must be. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : quotedWord(text);
}
