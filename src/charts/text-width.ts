import { readFontMetrics } from "./font-metrics.ts";

/** The three faces of Source Sans 3 that figures use. */
export type Face = "regular" | "italic" | "semibold";

/** Where the TrueType files lie that are shipped with the library; renderers read no other font. */
export const fontFiles: Readonly<Record<Face, URL>> = {
  regular: new URL("./fonts/SourceSans3-Regular.ttf", import.meta.url),
  italic: new URL("./fonts/SourceSans3-Italic.ttf", import.meta.url),
  semibold: new URL("./fonts/SourceSans3-SemiBold.ttf", import.meta.url),
};

const metrics = {
  regular: readFontMetrics(fontFiles.regular),
  italic: readFontMetrics(fontFiles.italic),
  semibold: readFontMetrics(fontFiles.semibold),
};

/** Height of a capital letter and of a digit of Source Sans 3, in em. */
export const capHeight = 0.66;

/** Width of one line of text set in Source Sans 3, in the unit of `size` (points). */
export function textWidth(text: string, size: number, face: Face = "regular"): number {
  let em = 0;
  for (const character of text) em += metrics[face].advance(character.codePointAt(0) ?? 0);
  return em * size;
}

/** The characters of `text` for which the font has no glyph; a renderer would draw boxes for them. */
export function missingGlyphs(text: string): string[] {
  return Array.from(text).filter((character) => !metrics.regular.has(character.codePointAt(0) ?? 0));
}

/** Breaks words into lines of at most `width`; a single longer word stands alone. */
export function wrapText(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, size) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
