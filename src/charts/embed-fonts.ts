import { readFileSync } from "node:fs";
import { subsetFont } from "./font-subset.ts";
import { svgTexts } from "./svg-texts.ts";
import { fontFiles } from "./text-width.ts";
import type { Face } from "./text-width.ts";
import { fontFamily } from "./theme.ts";

const descriptors: Readonly<Record<Face, string>> = {
  regular: "font-weight:400;font-style:normal",
  italic: "font-weight:400;font-style:italic",
  semibold: "font-weight:600;font-style:normal",
};

/**
 * The SVG with the faces it uses inside, each cut down to its characters: it looks the same where Source Sans 3 is not
 * installed. The family is quoted, for CSS takes no name that ends in a digit without. PNG and PDF do without, since their renderers are handed the whole font.
 */
export function embedFonts(svg: string): string {
  const texts = svgTexts(svg);
  const rules = (Object.keys(fontFiles) as Face[]).flatMap((face) => {
    const content = texts.filter((text) => text.face === face).map((text) => text.content);
    return content.length === 0 ? [] : [faceRule(face, `${content.join("")} `)];
  });
  if (rules.length === 0) return svg;
  return svg
    .replaceAll(`font-family="${fontFamily}"`, `font-family="'${fontFamily}', sans-serif"`)
    .replace(/^<svg[^>]*>/, (start) => `${start}<style>${rules.join("")}</style>`);
}

function faceRule(face: Face, characters: string): string {
  const font = subsetFont(readFileSync(fontFiles[face]), characters).toString("base64");
  const source = `url(data:font/ttf;base64,${font}) format("truetype")`;
  return `@font-face{font-family:"${fontFamily}";${descriptors[face]};src:${source}}`;
}
