import type { FigureDocument } from "./document.ts";
import type { Picture, PlacedPanel } from "./picture.ts";
import { counted } from "./number-text.ts";
import { line, moved, rect, text, textRun } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { textWidth, wrapText } from "./text-width.ts";
import { ink, syntheticGround, type } from "./theme.ts";

/** Height of the band across the top of a figure of synthetic data, in points. */
export const syntheticBand = 12;

const syntheticWords = "SYNTHETIC DATA · not from patients · do not publish";

/** Clear edge at the left and right of every figure, so that no letter touches the cut. */
export const sideMargin = 4;

/** Room for the figure's own drawing, in points: the page less its edges and the band of a synthetic study. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
}

/** What a figure draws on its canvas. */
export type Items = readonly (PlacedPanel | Markup)[];

/**
 * Sets a figure's drawing into its page: white ground, synthetic band, title and description for screen readers.
 * A document whose needs are not met becomes a grey card that says which.
 *
 * @param drawItems called with the canvas below the band
 * @throws if the document has no rows though its needs are met: a figure without data is an error, never a picture
 */
export function framePicture(doc: FigureDocument, drawItems: (canvas: Canvas) => Items): Picture {
  const width = 72 * doc.width_in;
  const height = 72 * doc.height_in;
  const top = doc.provenance.is_synthetic ? syntheticBand : 0;
  const unmet = doc.needs.filter((need) => !need.met);
  const canvas = { width: width - 2 * sideMargin, height: height - top };
  if (unmet.length === 0 && doc.data.length === 0) throw new Error(noRows(doc));
  const items = unmet.length > 0 ? notApplicable(canvas, doc) : drawItems(canvas);
  const band = top === 0 ? [] : [drawBand(width)];
  return {
    id: doc.id,
    width,
    height,
    title: doc.title,
    description: doc.alt,
    items: [...band, ...items.map((item) => onPage(item, top))],
  };
}

/** Where the panels of a part stand in a combined figure. */
export interface PartPlace {
  /** How many panels stand before it. */
  readonly before: number;
  /** Below it stands the line of counts, which all parts share. */
  readonly isLast: boolean;
}

/** A document by itself, or as a part of a combined figure. */
export type PartDocument = FigureDocument & { readonly place?: PartPlace };

/** A panel's tag and title on one line, the title marked where the data are synthetic; (x, y) is the baseline's start. */
export function panelTitle(
  doc: PartDocument,
  at: readonly [number, number],
  tag: string,
  title: string,
): Markup {
  const words = doc.provenance.is_synthetic ? `${title} (synthetic)` : title;
  const shown = tagIn(doc, tag);
  const gap = shown === "" ? "" : "  ";
  return textRun(at[0], at[1], [
    [shown + gap, { size: type.tag, face: "semibold" }],
    [words, { size: type.panelTitle, face: "semibold" }],
  ])[0];
}

/** The tag as it stands by itself, or moved on by the panels before it in a combined figure, where each has one. */
function tagIn({ place }: PartDocument, tag: string): string {
  if (place === undefined) return tag;
  return String.fromCharCode((tag || "A").charCodeAt(0) + place.before);
}

/** The line at the bottom left that says whose numbers these are; `shown` replaces the count of configurations. */
export function countLine(
  doc: PartDocument,
  canvas: Canvas,
  {
    extra = [],
    shown = counted(doc.counts.configs, "configuration"),
  }: { extra?: readonly string[]; shown?: string } = {},
): Markup {
  if (doc.place?.isLast === false) return "";
  const { n_test, n_events, n_bootstrap } = doc.counts;
  const parts = [
    `${counted(n_test, "person", "people")}, ${n_events} with glaucoma`,
    shown,
    counted(n_bootstrap, "refit"),
    ...extra,
  ];
  return text(0, canvas.height - 2.5, parts.join(" · "), { fill: ink.secondary });
}

/** One entry of a key: a sample of the mark, drawn about the origin in `width` points, and what it means. */
export interface KeyEntry {
  readonly width: number;
  readonly mark: Markup;
  readonly label: string;
}

/** Key entries on one line, ending at `right`; `y` is the text's baseline. */
export function keyLine(right: number, y: number, entries: readonly KeyEntry[]): Markup {
  const pieces: Markup[] = [];
  let x = right;
  for (const entry of entries.toReversed()) {
    x -= textWidth(entry.label, type.label);
    pieces.push(text(x, y, entry.label, { fill: ink.secondary }));
    x -= entry.width + 3;
    pieces.push(moved(x, y - 2.3, entry.mark));
    x -= 9;
  }
  return pieces.join("");
}

/** The sampling interval's entry for a key. */
export function samplingKey(label: string): KeyEntry {
  return { width: 12, mark: line([0, 0], [12, 0], { stroke: ink.text, width: 0.6 }), label };
}

/** The margin band's entry for a key. */
export function marginKey(label: string): KeyEntry {
  return { width: 9, mark: rect({ x: 0, y: -3, width: 9, height: 6 }, ink.margin), label };
}

function noRows(doc: FigureDocument): string {
  const steps = doc.filters.map((f) => `${f.name} ${f.value}: ${f.rows_left} left`).join("; ");
  return `${doc.id} has no rows to draw (${steps || "no filters"})`;
}

function drawBand(width: number): Markup {
  const words = {
    size: type.panelTitle,
    face: "semibold",
    fill: ink.white,
    anchor: "middle",
    baseline: "middle",
  } as const;
  return (
    rect({ x: 0, y: 0, width, height: syntheticBand }, syntheticGround) +
    text(width / 2, syntheticBand / 2, syntheticWords, words)
  );
}

/** Height in inches of the card that stands for a figure whose needs are not met. */
export function cardHeight(doc: FigureDocument): number {
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (band + 48 + 10 * unmetLines(doc, 72 * doc.width_in - 2 * sideMargin).length) / 72;
}

function unmetLines({ needs }: FigureDocument, width: number): string[] {
  return needs
    .filter(({ met }) => !met)
    .flatMap(({ name, detail }) => wrapText(`Needs ${name}: ${detail}`, width - 48, type.label));
}

function notApplicable(canvas: Canvas, doc: FigureDocument): Items {
  const lines = unmetLines(doc, canvas.width);
  const middle = canvas.height / 2 - 5 * lines.length;
  return [
    rect({ x: 0, y: 0, width: canvas.width, height: canvas.height }, ink.margin),
    text(canvas.width / 2, middle, "Not applicable to this study", {
      size: type.panelTitle,
      face: "semibold",
      anchor: "middle",
    }),
    ...lines.map((words, i) =>
      text(canvas.width / 2, middle + 13 + 10 * i, words, { anchor: "middle", fill: ink.secondary }),
    ),
  ];
}

function onPage(item: PlacedPanel | Markup, top: number): PlacedPanel | Markup {
  if (typeof item === "string") return moved(sideMargin, top, item);
  return { ...item, x: item.x + sideMargin, y: item.y + top };
}
