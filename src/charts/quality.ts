import { decode } from "fast-png";
import type { FigureDocument } from "./document.ts";
import { rowMarks } from "./row-marks.ts";

/** A published figure as its files hold it. */
export interface PublishedFigure {
  readonly document: FigureDocument;
  readonly svg: string;
  readonly png: Uint8Array;
  readonly pdf: Uint8Array;
}

/** Print resolution, in dots per inch and, as PNG has it, per metre. */
const resolution = { inch: 300, metre: 11_811 } as const;
/** Share of a picture that is not white: less is an empty plot, more is a ground that was never meant. */
const ink = { least: 0.01, most: 0.6 } as const;

const placeholders = /\b(?:lorem|ipsum|placeholder|dummy|mock|todo|tbd|xxx)\b/iu;

/**
 * What is wrong with figures as published, after each was drawn under the rules of `checkFigure`: size and resolution of
 * the files, ink, fonts, marks without rows and figures without marks, placeholder words, and pipelines whose curves are
 * one and the same.
 *
 * @returns one sentence per problem, each after the figure's id
 */
export function qualityProblems(figures: readonly PublishedFigure[]): string[] {
  return figures.flatMap((figure) =>
    [
      ...pngProblems(figure),
      ...pdfProblems(figure),
      ...markProblems(figure),
      ...wordProblems(figure.document),
      ...twinProblems(figure.document),
    ].map((problem) => `${figure.document.id}: ${problem}`),
  );
}

function pngProblems({ document, png }: PublishedFigure): string[] {
  const picture = decode(png);
  const wanted = [document.width_in, document.height_in].map((inches) => inches * resolution.inch);
  const isOff = [picture.width, picture.height].some((size, i) => Math.abs(size - (wanted[i] ?? 0)) > 1);
  const { x, y } = picture.resolution ?? { x: 0, y: 0 };
  const share = inkShare(picture.data, picture.channels);
  return [
    ...(isOff
      ? [`PNG of ${picture.width} × ${picture.height} px, not ${wanted.map(Math.round).join(" × ")}`]
      : []),
    ...(x === resolution.metre && y === resolution.metre
      ? []
      : [`PNG does not say ${resolution.inch} dots per inch`]),
    ...(share < ink.least ? [`nearly empty: ${(100 * share).toFixed(1)}% ink`] : []),
    ...(share > ink.most && applies(document) ? [`${(100 * share).toFixed(0)}% of it is not white`] : []),
  ];
}

/** A figure that does not apply to the study is a grey card, with no marks. */
function applies({ needs }: FigureDocument): boolean {
  return needs.every(({ met }) => met);
}

function inkShare(data: ArrayLike<number>, channels: number): number {
  let inked = 0;
  for (let at = 0; at < data.length; at += channels) {
    const isTransparent = channels === 4 && data[at + 3] === 0;
    if (!isTransparent && ((data[at] ?? 255) < 250 || (data[at + 1] ?? 255) < 250)) inked += 1;
  }
  return (inked * channels) / data.length;
}

function pdfProblems({ document, pdf }: PublishedFigure): string[] {
  const text = Buffer.from(pdf).toString("latin1");
  const [, width = 0, height = 0] = (/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? []).map(Number);
  const isOff = [width - 72 * document.width_in, height - 72 * document.height_in].some(
    (by) => Math.abs(by) > 0.5,
  );
  return [
    ...(isOff ? [`PDF page of ${width} × ${height} pt`] : []),
    ...(text.includes("/FontFile2") ? [] : ["PDF does not embed its font"]),
  ];
}

function markProblems({ document, svg }: PublishedFigure): string[] {
  if (!applies(document)) return [];
  const rows = rowMarks(svg);
  const strange = [...rows].filter((row) => row >= document.data.length);
  return [
    ...(rows.size === 0 ? ["no mark of it says which row it shows"] : []),
    ...(strange.length > 0 ? [`marks say rows that the sidecar does not have: ${strange.join(", ")}`] : []),
  ];
}

function wordProblems({ title, caption, alt }: FigureDocument): string[] {
  return [title, caption, alt].flatMap((text) => {
    const [word] = placeholders.exec(text) ?? [];
    return word === undefined ? [] : [`its words hold "${word}"`];
  });
}

/** Pipelines are different models: equal rows under two roles come from a join that went wrong. */
function twinProblems({ data }: FigureDocument): string[] {
  const byRole = Map.groupBy(
    data.filter((row) => row["role"] !== undefined && row["part"] !== "pipeline"),
    (row) => String(row["role"]),
  );
  const seen = new Map<string, string>();
  return [...byRole].flatMap(([role, rows]) => {
    const shape = JSON.stringify(rows.map((row) => ({ ...row, role: "" })));
    const twin = seen.get(shape);
    seen.set(shape, role);
    return twin === undefined ? [] : [`${twin} and ${role} have the same rows`];
  });
}
