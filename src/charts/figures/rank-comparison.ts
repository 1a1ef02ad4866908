import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, keyLine, panelTitle, samplingKey, syntheticBand } from "../frame.ts";
import type { Canvas, Items } from "../frame.ts";
import { namesFor } from "../names.ts";
import { counted } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { line, moved, text } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import { ink, type } from "../theme.ts";
import { rankBracket, rankPanel } from "./rank-axis.ts";
import { pairGrid, pairKey, pairKeyWidth, pairMarks, pairPanel, significant } from "./rank-pairs.ts";
import { rankRowHeight, readRanking } from "./rank-rows.ts";
import type { RankFamily } from "./rank-rows.ts";

/** Title, the critical difference and its bracket. */
const above = 32;
/** Rank axis and its title, or colour bar, then the count line. */
const below = 47;
/** Names longer than this give way to short ones. */
const widestName = 88;
const clearName = 8;
/** Between the panels, where the last tick's label stands too. */
const gap = 22;
const pairCell = { widest: 34, share: 0.5 } as const;

const titles = {
  outlier: "Mean rank of outlier methods",
  imputation: "Mean rank of imputation methods",
  classifier: "Mean rank of classifiers",
} as const;

const partners = {
  outlier: "imputation method",
  imputation: "outlier method",
  classifier: "pipeline",
} as const;

/** Height in inches that the methods need. */
export function ranksHeight(doc: FigureDocument): number {
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  const methods = doc.data.filter((row) => row["part"] === "method").length;
  return (above + rankRowHeight * methods + below + band) / 72;
}

/**
 * CD: mean ranks of methods within the same partners with the critical difference, as description, and beside them every
 * pair's difference in AUROC, paired on the same people, which is what tells methods apart.
 */
export function drawRanks(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => rankItems(doc, canvas)));
}

function rankItems(doc: FigureDocument, canvas: Canvas): Items {
  const ranking = readRanking(doc);
  const { family, methods, height, yOf } = ranking;
  const nameOf = namesFor(methods, widestName);
  const gutter = clearName + Math.max(...methods.map((row) => textWidth(nameOf(row), type.label)));
  const lastName = 3 + textWidth(methods.at(-1)?.short_name ?? "", type.label);
  const room = pairCell.share * canvas.width - lastName;
  const cellWidth = Math.min(pairCell.widest, Math.floor((2 * room) / (methods.length - 1)) / 2);
  const pairsWidth = Math.max(pairKeyWidth, cellWidth * (methods.length - 1) + lastName);
  const grid = pairGrid(ranking, cellWidth);
  const width = canvas.width - pairsWidth - gap - gutter;
  const right = canvas.width - pairsWidth;
  return [
    panelTitle(doc, [0, 9], "A", titles[family.family]),
    moved(gutter, above, rankBracket(ranking, width)),
    ...methods.map((row) => text(0, above + yOf(row.method), nameOf(row), { baseline: "middle" })),
    { x: gutter, y: above, panel: rankPanel(ranking, width) },
    text(gutter + width / 2, above + height + 20, "Rank by AUROC (1 is the highest)", {
      anchor: "middle",
      size: type.axisTitle,
    }),
    text(0, above + height + 31, reachOf(family), { fill: ink.secondary }),
    panelTitle(doc, [right, 9], "B", "Difference in mean AUROC"),
    { x: right, y: above, panel: pairPanel(grid) },
    moved(right, above, pairMarks(grid)),
    moved(right, above + height + 8, pairKey(grid)),
    countLine(doc, canvas, {
      shown: `${counted(methods.length, "method")} × ${counted(family.n_blocks, "partner")}`,
    }),
    keyLine(canvas.width, canvas.height - 2.5, [
      {
        width: 3,
        mark: line([1.5, -3.5], [1.5, 3.5], { stroke: ink.tick, width: 0.75 }),
        label: "rank with one partner",
      },
      samplingKey("95% CI over test people"),
    ]),
  ];
}

/** That ranks describe and do not decide, and what Wilcoxon's test over so many partners could say at best. */
function reachOf({ family, n_blocks, least_p }: RankFamily): string {
  const shared = `Description: the ${counted(n_blocks, partners[family])} share their people`;
  return least_p > significant ? `${shared}; by ranks no pair can reach p < ${significant}` : shared;
}
