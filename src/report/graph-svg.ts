import { displayWidth } from "./display-width.ts";
import { layers } from "./graph-layout.ts";
import type { StepGraph } from "./step-graph.ts";
import { STATE_COLOURS } from "./state-colours.ts";

const FONT = 12;
/** As wide as a letter of the usual sans-serif fonts is on the whole, so that labels fit in their boxes. */
const LETTER = 0.6 * FONT;
const PAD = 12;
const HEIGHT = 26;
const GAP = { x: 70, y: 12 };

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The graph as a picture, from left to right: a box for each step, in the colour of its state, which is its tooltip too. */
export function graphSvg({ steps, edges }: StepGraph): string {
  const columns = layers({ names: steps.map(({ name }) => name), edges });
  const tallest = Math.max(0, ...columns.map(({ length }) => length));
  const height = 2 * PAD + tallest * (HEIGHT + GAP.y);
  const boxes = new Map<string, Box>();
  let x = PAD;
  for (const column of columns) {
    const width = Math.ceil(Math.max(...column.map((name) => displayWidth(name))) * LETTER) + 2 * PAD;
    const top = (height - column.length * (HEIGHT + GAP.y) + GAP.y) / 2;
    column.forEach((name, at) => boxes.set(name, { x, y: top + at * (HEIGHT + GAP.y), width }));
    x += width + GAP.x;
  }
  const width = Math.max(2 * PAD, x - GAP.x + PAD);
  const lines = edges.flatMap(({ from, to }) => {
    const [start, end] = [boxes.get(from), boxes.get(to)];
    return start && end ? [edgePath(start, end)] : [];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="${FONT}">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<g fill="none" stroke="#9aa0ab">`,
    ...lines,
    "</g>",
    ...steps.map((step) => boxOf(step, boxes.get(step.name))),
    "</svg>",
  ].join("\n");
}

function edgePath(start: Box, end: Box): string {
  const [fromX, fromY] = [start.x + start.width, start.y + HEIGHT / 2];
  const [toX, toY] = [end.x, end.y + HEIGHT / 2];
  const bend = GAP.x / 2;
  return `<path d="M${fromX} ${fromY}C${fromX + bend} ${fromY} ${toX - bend} ${toY} ${toX} ${toY}"/>`;
}

function boxOf({ name, state }: StepGraph["steps"][number], box: Box | undefined): string {
  if (box === undefined) return "";
  const dashes = state === "possible" ? ' stroke-dasharray="4"' : "";
  const weight = state === "fresh" ? 1 : 2;
  return [
    `<g><title>${xml(`${name}: ${state}`)}</title>`,
    `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${HEIGHT}" rx="4" fill="#ffffff" stroke="${STATE_COLOURS[state]}" stroke-width="${weight}"${dashes}/>`,
    `<text x="${box.x + box.width / 2}" y="${box.y + HEIGHT / 2}" dy="0.35em" text-anchor="middle" fill="#20242b">${xml(name)}</text></g>`,
  ].join("");
}

function xml(text: string): string {
  return (
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(/[\n\r\t]/g, " ")
      // oxlint-disable-next-line no-control-regex -- XML knows none of them
      .replaceAll(/[\u0000-\u001f\ufffe\uffff]/g, "\ufffd")
  );
}
