import { type FigureDocument, partColumn } from "../document.ts";
import { framePicture, syntheticBand } from "../frame.ts";
import type { Canvas, Items, PartDocument } from "../frame.ts";
import { renderPicture } from "../picture.ts";
import { withPlace } from "../row-links.ts";
import { moved } from "../svg.ts";
import { calibrationHeight, calibrationItems } from "./calibration.ts";
import { decisionHeight, decisionItems } from "./decision-curve.ts";
import { distributionHeight, distributionItems } from "./outcome-distribution.ts";
import { riskHeight, riskItems } from "./risk-coverage.ts";
import { rocHeight, rocItems } from "./roc.ts";

/** A figure whose panels can stand among those of another. */
interface Part {
  readonly items: (doc: FigureDocument, canvas: Canvas) => Items;
  /** Inches, the synthetic band among them. */
  readonly height: (doc: FigureDocument) => number;
  /** How many panels carry a tag. */
  readonly panels: (doc: FigureDocument) => number;
}

const perPipeline = ({ data }: FigureDocument): number =>
  data.filter((row) => row["part"] === "pipeline").length;

const parts = {
  fig_roc: { items: rocItems, height: rocHeight, panels: perPipeline },
  fig_calibration_smoothed: { items: calibrationItems, height: calibrationHeight, panels: perPipeline },
  fig_dca_curves: { items: decisionItems, height: decisionHeight, panels: () => 3 },
  fig_prob_dist_by_outcome: { items: distributionItems, height: distributionHeight, panels: perPipeline },
  fig_risk_coverage: { items: riskItems, height: riskHeight, panels: perPipeline },
} satisfies Record<string, Part>;

/** Figures that a combined one can be made of. */
export type PartName = keyof typeof parts;

/** Between one part's key and the next part's titles, in points. */
const between = 8;

/** Height in inches of all parts, one below the other. */
export function combinedHeight(doc: FigureDocument): number {
  const placed = placedParts(doc);
  const last = placed.at(-1);
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return last === undefined ? 1 : (last.top + last.height + band) / 72;
}

/** Figures one below the other, each drawn as it is by itself, with tags that run through and one line of counts. */
export function drawCombined(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => combinedItems(doc, canvas)));
}

function combinedItems(doc: FigureDocument, { width }: Canvas): Items {
  return placedParts(doc).flatMap(({ part, own, top, height }) =>
    part
      .items(own, { width, height })
      .map((item) => (typeof item === "string" ? moved(0, top, item) : { ...item, y: item.y + top })),
  );
}

interface PlacedPart {
  readonly part: Part;
  readonly own: PartDocument;
  readonly top: number;
  readonly height: number;
}

/** The parts in the order of their rows. */
function placedParts(doc: FigureDocument): PlacedPart[] {
  const names = [...new Set(doc.data.map((row) => String(row[partColumn])))];
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  let top = 0;
  let before = 0;
  return names.map((name, i) => {
    const part = partNamed(doc, name);
    const own = { ...doc, data: rowsOfPart(doc, name), place: { before, isLast: i === names.length - 1 } };
    const height = 72 * part.height(own) - band;
    const placed = { part, own, top, height };
    top += height + between;
    before += part.panels(own);
    return placed;
  });
}

function partNamed({ id }: FigureDocument, name: string): Part {
  const found = Object.entries(parts).find(([key]) => key === name);
  if (found === undefined)
    throw new Error(`${id} holds rows of ${name}, which is no part of a combined figure`);
  return found[1];
}

/** The rows as the part's own sidecar has them, each with its place in the combined one. */
export function rowsOfPart({ data }: FigureDocument, name: string): FigureDocument["data"] {
  return data.flatMap(({ [partColumn]: part, ...row }, place) =>
    part === name ? [withPlace(row, place)] : [],
  );
}
