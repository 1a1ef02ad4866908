import { marksBeyond, marksOnTexts } from "./check-marks.ts";
import { isOnRamp } from "./color-ramp.ts";
import type { FigureDocument } from "./document.ts";
import { grown, isWithin } from "./extent.ts";
import type { Extent } from "./extent.ts";
import { svgShapes } from "./svg-shapes.ts";
import { svgTexts } from "./svg-texts.ts";
import type { SvgText } from "./svg-texts.ts";
import { missingGlyphs } from "./text-width.ts";
import * as theme from "./theme.ts";

/** How far text may reach into other text or over the edge, in points: measuring ignores kerning. */
const tolerance = 0.5;

/** What must not be read in a figure: cut text, raw identifiers, values that went wrong, codes and paths of people. */
const forbidden = [
  /…/,
  /_/,
  /::/,
  /\bNaN\b/,
  /\bundefined\b/,
  /\bnull\b/,
  /PLR\d{3,}/,
  /SYNTH_/,
  /\/(?:home|Users|root)\//,
];

/**
 * Check C0, which every figure must pass before it is published: size; text legible, inside the page and clear of
 * other text and of marks; no mark cut by the page's edge; one font, colours of the theme only, no bitmaps, and the
 * synthetic mark exactly where it belongs.
 *
 * @returns one sentence per problem, each after the figure's id; none if the figure may be published
 */
export function checkFigure(svg: string, doc: FigureDocument): string[] {
  const texts = svgTexts(svg);
  const shapes = svgShapes(svg);
  const page = { left: 0, top: 0, right: 72 * doc.width_in, bottom: 72 * doc.height_in };
  return [
    ...sizeProblems(svg, doc),
    ...texts.flatMap((text) => textProblems(text, page)),
    ...meetings(texts),
    ...marksBeyond(shapes, page),
    ...marksOnTexts(shapes, texts),
    ...colourProblems(svg),
    ...(/<(?:image|script|foreignObject)\b|<style>(?!@font-face)/.test(svg)
      ? ["it holds an image, a script or a style sheet"]
      : []),
    ...rowProblems(texts, doc),
  ].map((problem) => `${doc.id}: ${problem}`);
}

function sizeProblems(svg: string, doc: FigureDocument): string[] {
  const [, width = "0", height = "0"] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const off = [Number(width) - 72 * doc.width_in, Number(height) - 72 * doc.height_in];
  return off.some((difference) => Math.abs(difference) > 0.5)
    ? [`it is ${width} × ${height} pt, declared ${doc.width_in} × ${doc.height_in} in`]
    : [];
}

function textProblems(text: SvgText, page: Extent): string[] {
  const words = `"${text.content}"`;
  const outside = !isWithin(text, grown(page, tolerance));
  const absent = missingGlyphs(text.content);
  return [
    ...(text.size < theme.type.label
      ? [`${words} is set in ${text.size} pt, below ${theme.type.label}`]
      : []),
    ...(outside ? [`${words} reaches beyond the page`] : []),
    ...(text.family === theme.fontFamily
      ? []
      : [`${words} is set in "${text.family}", not ${theme.fontFamily}`]),
    ...(absent.length > 0 ? [`${words} holds characters the font lacks: ${absent.join(" ")}`] : []),
    ...forbidden
      .filter((pattern) => pattern.test(text.content))
      .map((pattern) => `${words} matches ${pattern.source}`),
  ];
}

function meetings(texts: readonly SvgText[]): string[] {
  return texts.flatMap((a, i) =>
    texts.slice(i + 1).flatMap((b) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      return across > tolerance && down > tolerance ? [`"${a.content}" and "${b.content}" meet`] : [];
    }),
  );
}

function colourProblems(svg: string): string[] {
  const used = [...svg.matchAll(/(?:fill|stroke|stop-color)="([^"]*)"/g)].map(([, value = ""]) => value);
  return [...new Set(used)]
    .filter((value) => !isThemeColour(value))
    .map((value) => `${value} is no colour of the theme`);
}

function isThemeColour(value: string): boolean {
  if (value === "none" || value === "transparent" || value.startsWith("url(#ramp-")) return true;
  const color = value.toUpperCase();
  if (themeColours().has(color)) return true;
  return (
    /^#[0-9A-F]{6}$/.test(color) && (isOnRamp(theme.sequential, color) || isOnRamp(theme.diverging, color))
  );
}

function themeColours(): Set<string> {
  const looks = [theme.categories, theme.classifiers, theme.outcomes].flatMap((looks) =>
    Object.values(looks),
  );
  return new Set([
    ...Object.values(theme.ink),
    ...Object.values(theme.lights),
    theme.syntheticGround,
    ...looks.map((look) => look.color),
  ]);
}

/** The synthetic band stands exactly on synthetic data; rows are there unless the figure does not apply. */
function rowProblems(texts: readonly SvgText[], doc: FigureDocument): string[] {
  const marked = texts.some((text) => text.content.startsWith("SYNTHETIC DATA"));
  const applies = doc.needs.every((need) => need.met);
  return [
    ...(marked === doc.provenance.is_synthetic
      ? []
      : [marked ? "it calls real data synthetic" : "it does not say that its data are synthetic"]),
    ...(applies && doc.data.length === 0 ? ["it has no rows"] : []),
  ];
}
