import { apply, multiply } from "./affine.ts";
import type { Matrix, Point } from "./affine.ts";
import { pathSegments } from "./path-segments.ts";
import type { Arc, Segment } from "./path-segments.ts";
import { num } from "./svg.ts";
import { isPaint, numberOf, svgElements } from "./svg-elements.ts";
import type { SvgElement } from "./svg-elements.ts";
import { svgTexts } from "./svg-texts.ts";
import type { SvgText } from "./svg-texts.ts";

/** What a page's content refers to by name. */
export interface PdfContent {
  readonly operators: string;
  /** Dictionaries of opacities, by name. */
  readonly states: ReadonlyMap<string, string>;
  /** Dictionaries of colour ramps, by name. */
  readonly shadings: ReadonlyMap<string, string>;
}

/**
 * The operators that draw an SVG on a page whose y axis points up (ISO 32000-1, 8 and 9). It knows what this library
 * writes: boxes, lines, circles, paths, text, and fillings that run from left to right.
 *
 * @param encode writes a text as a string of its face's glyphs
 */
export function pdfContent(svg: string, height: number, encode: (text: SvgText) => string): PdfContent {
  const texts = new Map(svgTexts(svg).map((text) => [text.order, text]));
  const ramps = rampsOf(svg);
  const states = new Map<string, string>();
  const shadings = new Map<string, string>();
  const operators = svgElements(svg).flatMap((element, order) => {
    const text = texts.get(order);
    if (text !== undefined) return textOperators(text, encode(text));
    const outline = outlineOf(element);
    if (outline === undefined) return [];
    const ramp = /^url\(#(.*)\)$/.exec(element.fill)?.[1];
    if (ramp !== undefined) {
      const name = `S${shadings.size}`;
      shadings.set(name, shading(ramps.get(ramp) ?? [], element));
      return ["q", ...outline, `W n /${name} sh`, "Q"];
    }
    return painted(element, outline, states);
  });
  return { operators: [`1 0 0 -1 0 ${num(height)} cm`, ...operators].join("\n"), states, shadings };
}

function textOperators({ fill, face, size, matrix }: SvgText, string: string): string[] {
  const place = multiply(matrix, [1, 0, 0, -1, 0, 0]).map(num).join(" ");
  return [`${colour(fill)} rg BT /${face} ${num(size)} Tf ${place} Tm ${string} Tj ET`];
}

/** The outline in the page's coordinates; none of an element that draws nothing itself. */
function outlineOf(element: SvgElement): string[] | undefined {
  const at = (name: string): number => numberOf(element, name);
  const { name, matrix } = element;
  if (name === "path") return outline(pathSegments(element.attributes.get("d") ?? ""), matrix);
  if (name === "line") return outline(straight([at("x1"), at("y1")], [at("x2"), at("y2")]), matrix);
  if (name === "circle") return outline(circle([at("cx"), at("cy")], at("r")), matrix);
  if (name === "rect") return outline(rectangle(element), matrix);
  return undefined;
}

function straight(from: Point, to: Point): Segment[] {
  return [
    { kind: "move", to: from },
    { kind: "line", to },
  ];
}

function circle(centre: Point, radius: number): Segment[] {
  const to: Point = [centre[0] + radius, centre[1]];
  return [
    { kind: "move", to },
    { kind: "arc", to, arc: { centre, radius, first: 0, turn: 2 * Math.PI } },
    { kind: "close", to },
  ];
}

function rectangle(element: SvgElement): Segment[] {
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => numberOf(element, name)) as [
    number,
    number,
    number,
    number,
  ];
  const [right, bottom] = [x + width, y + height];
  return [
    ...straight([x, y], [right, y]),
    { kind: "line", to: [right, bottom] },
    { kind: "line", to: [x, bottom] },
    { kind: "close", to: [x, y] },
  ];
}

function outline(segments: readonly Segment[], matrix: Matrix): string[] {
  const place = (point: Point): string => apply(matrix, point).map(num).join(" ");
  return segments.flatMap((segment) => {
    if (segment.kind === "arc") return curves(segment.arc).map((curve) => `${curve.map(place).join(" ")} c`);
    return segment.kind === "close" ? ["h"] : [`${place(segment.to)} ${segment.kind === "move" ? "m" : "l"}`];
  });
}

/** Cubic curves along an arc, one for each quarter of a turn: off by less than 0.03% of the radius. */
function curves({ centre, radius, first, turn }: Arc): [Point, Point, Point][] {
  const count = Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-9);
  const step = turn / count;
  const pull = (4 / 3) * Math.tan(step / 4);
  const on = (angle: number, along: number): Point => [
    centre[0] + radius * (Math.cos(angle) - along * Math.sin(angle)),
    centre[1] + radius * (Math.sin(angle) + along * Math.cos(angle)),
  ];
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [first + i * step, first + (i + 1) * step];
    return [on(from, pull), on(to, -pull), on(to, 0)];
  });
}

function painted(element: SvgElement, outline: readonly string[], states: Map<string, string>): string[] {
  const { attributes, name } = element;
  const stroke = attributes.get("stroke") ?? "none";
  const [fills, strokes] = [name !== "line" && isPaint(element.fill), isPaint(stroke)];
  if (!fills && !strokes) return [];
  const paint = fills && strokes ? "B" : fills ? "f" : "S";
  const drawn = [
    ...(fills ? [`${colour(element.fill)} rg`] : []),
    ...(strokes ? [`${colour(stroke)} RG`, strokeStyle(element)] : []),
    ...outline,
    paint,
  ];
  const opacity = numberOf(element, "opacity", 1);
  if (opacity === 1) return drawn;
  const state = `O${num(100 * opacity)}`;
  states.set(state, `<< /ca ${num(opacity)} /CA ${num(opacity)} >>`);
  return ["q", `/${state} gs`, ...drawn, "Q"];
}

/** SVG's own miter limit is 4. */
function strokeStyle(element: SvgElement): string {
  const dashes = (element.attributes.get("stroke-dasharray") ?? "").replaceAll(",", " ");
  const join = element.attributes.get("stroke-linejoin") === "round" ? 1 : 0;
  return `${num(numberOf(element, "stroke-width", 1))} w ${join} j 4 M [${dashes}] 0 d`;
}

/** A colour of the theme, as three parts of 1. */
function colour(value: string): string {
  const parts = /^#(..)(..)(..)$/.exec(value)?.slice(1);
  if (parts === undefined) throw new Error(`no colour of this library: ${value}`);
  return parts.map((part) => num(Number.parseInt(part, 16) / 255)).join(" ");
}

interface Stop {
  readonly offset: number;
  readonly color: string;
}

function rampsOf(svg: string): Map<string, Stop[]> {
  const ramps = svg.matchAll(/<linearGradient id="([^"]*)">(.*?)<\/linearGradient>/gs);
  return new Map(
    Array.from(ramps, ([, id = "", stops = ""]) => [
      id,
      Array.from(stops.matchAll(/offset="([^"]*)" stop-color="([^"]*)"/g), ([, offset, color = ""]) => ({
        offset: Number(offset),
        color,
      })),
    ]),
  );
}

/** From the left to the right edge of a box, straight between its stops (ISO 32000-1, 8.7.4.5.3). */
function shading(stops: readonly Stop[], element: SvgElement): string {
  const left = numberOf(element, "x");
  const [from, to] = [left, left + numberOf(element, "width")].map((x) => apply(element.matrix, [x, 0])[0]);
  const pieces = stops.slice(1).map((stop, i) => {
    const ends = [stops[i] ?? stop, stop].map(({ color }, end) => `/C${end} [${colour(color)}]`);
    return `<< /FunctionType 2 /Domain [0 1] /N 1 ${ends.join(" ")} >>`;
  });
  const bounds = stops.slice(1, -1).map(({ offset }) => num(offset));
  const encode = pieces.map(() => "0 1");
  return (
    `<< /ShadingType 2 /ColorSpace /DeviceRGB /Coords [${num(from ?? 0)} 0 ${num(to ?? 0)} 0] /Function` +
    ` << /FunctionType 3 /Domain [0 1] /Functions [${pieces.join(" ")}]` +
    ` /Bounds [${bounds.join(" ")}] /Encode [${encode.join(" ")}] >> >>`
  );
}
