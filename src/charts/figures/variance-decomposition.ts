import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, keyLine, panelTitle, samplingKey, syntheticBand } from "../frame.ts";
import type { Canvas, Items } from "../frame.ts";
import { renderPicture } from "../picture.ts";
import { counted } from "../number-text.ts";
import { effectsHeight, effectsPanel } from "./variance-effects.ts";
import { residualsHeight, residualsPanel } from "./variance-residuals.ts";
import { readVariance } from "./variance-rows.ts";
import type { Variance } from "./variance-rows.ts";
import { barRow, shareBar } from "./variance-shares.ts";

/** Width of the left column, and the clear room right of it. */
const left = { width: 258, gap: 24 } as const;
/** From a panel's top down to its content. */
const titleRoom = 15;
const between = 14;
const bottomLine = 13;

/** Height in inches that the bars, the effects and the rows of residuals need. */
export function varianceHeight(doc: FigureDocument): number {
  const variance = readVariance(doc);
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  const height = Math.max(
    effectsTop(variance) + effectsHeight(variance.models),
    titleRoom + residualsHeight(variance),
  );
  return (height + bottomLine + band) / 72;
}

/**
 * VAR: the share of each choice and of the rest in the spread of AUROC over the complete block, ω² of each factor with its
 * limits, and what is left of each configuration.
 */
export function drawVariance(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => varianceItems(doc, canvas)));
}

function effectsTop({ models }: Variance): number {
  return titleRoom + barRow * models.length + between + titleRoom;
}

function varianceItems(doc: FigureDocument, canvas: Canvas): Items {
  const variance = readVariance(doc);
  const right = left.width + left.gap;
  const top = effectsTop(variance);
  return [
    panelTitle(doc, [0, 9], "A", "Share of the sum of squares"),
    ...variance.models.flatMap((model, i) => shareBar(model, titleRoom + barRow * i, left.width)),
    panelTitle(doc, [0, top - titleRoom + 9], "B", "Effect of each choice"),
    ...effectsPanel(variance.models, top, left.width),
    panelTitle(doc, [right, 9], "C", "Residuals without interaction"),
    ...residualsPanel(variance, [right, titleRoom], canvas.width - right),
    countLine(doc, canvas, { shown: counted(variance.residuals.length, "configuration") }),
    keyLine(canvas.width, canvas.height - 2.5, [samplingKey("95% CI over test people")]),
  ];
}
