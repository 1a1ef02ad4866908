import { z } from "zod";
import type { FigureDocument } from "../document.ts";
import { countLine, framePicture, keyLine, panelTitle, samplingKey, syntheticBand } from "../frame.ts";
import type { Canvas, Items } from "../frame.ts";
import { axis, gridLayer, pointLayer, position, ruleLayer } from "../layers.ts";
import { counted, estimate } from "../number-text.ts";
import { renderPicture } from "../picture.ts";
import { tagOf } from "../role-row.ts";
import { rowsOf } from "../row-links.ts";
import { category } from "../rows.ts";
import { linear, rulerOf } from "../scale.ts";
import type { Ruler } from "../scale.ts";
import { line, moved, text } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import { categories, ink, type } from "../theme.ts";
import type { Panel } from "../vega-panel.ts";

const nullable = z.number().nullable();
const stage = z.enum(["outlier", "imputation"]);

/** STAGE, one stage: the rank correlation over its methods between their own score and the AUROC they lead to. */
const stageScore = z.strictObject({
  part: z.literal("stage"),
  stage,
  metric: z.enum(["f1", "mae"]),
  n: z.int().positive(),
  /** Null where one of the two does not vary. */
  rho: nullable,
  rho_lower: nullable,
  rho_upper: nullable,
  reason: z.string().nullable(),
});

/** STAGE, one method: its score on the test people, and AUROC over the complete block with `sampling` limits. */
const scoredMethod = z.strictObject({
  part: z.literal("method"),
  stage,
  method: z.string(),
  display_name: z.string(),
  short_name: z.string(),
  category,
  /** Runs that the score is the mean of. */
  n: z.int().positive(),
  value: z.number(),
  auroc: z.number(),
  auroc_ci_lower: nullable,
  auroc_ci_upper: nullable,
});

export const qualityRow = z.discriminatedUnion("part", [stageScore, scoredMethod]);
export type QualityRow = z.infer<typeof qualityRow>;
export type ScoredMethod = z.infer<typeof scoredMethod>;

const titles = { outlier: "Outlier detection", imputation: "Imputation" } as const;
const xTitles = {
  f1: "F1 of outlier detection (1 is best)",
  mae: "Mean absolute error of imputation (0 is best)",
} as const;

const gutter = 34;
const gap = 18;
/** Right of a panel, for the last method's name. */
const rightRoom = 36;
/** Title and correlation, then the names. */
const above = 26;
const nameStep = 8;
const plotHeight = 108;
/** Axis, its title, count line. */
const below = 40;
/** Between two names on one level. */
const apart = 3;
const nameOffset = 2;

/** One panel: a stage, its methods from left to right and the levels on which their names stand. */
interface Stage {
  readonly own: z.infer<typeof stageScore>;
  readonly methods: readonly ScoredMethod[];
  readonly ruler: Ruler;
  readonly levels: readonly number[];
}

/** Height in inches that the names above the panels need. */
export function qualityHeight(doc: FigureDocument): number {
  const band = doc.provenance.is_synthetic ? syntheticBand : 0;
  return (above + namesRoom(readStages(doc)) + plotHeight + below + band) / 72;
}

/** STAGE: each method by its own stage's score and the AUROC that it leads to; one mark per method. */
export function drawQuality(doc: FigureDocument): Promise<string> {
  return renderPicture(framePicture(doc, (canvas) => qualityItems(doc, canvas)));
}

function panelWidth(doc: FigureDocument): number {
  return (72 * doc.width_in - 8 - gutter - gap - 2 * rightRoom) / 2;
}

function readStages(doc: FigureDocument): Stage[] {
  const rows = rowsOf(doc, qualityRow);
  const width = panelWidth(doc);
  return rows
    .filter((row) => row.part === "stage")
    .map((own) => {
      const methods = rows
        .filter((row) => row.part === "method")
        .filter((row) => row.stage === own.stage)
        .toSorted((a, b) => a.value - b.value || a.auroc - b.auroc);
      const scores = methods.map(({ value }) => value);
      const ruler = rulerOf(own.metric === "f1" ? [0, 1] : [...scores, ...clearEdges(scores)], 5);
      const x = linear(ruler.domain, [0, width]);
      return { own, methods, ruler, levels: nameLevels(methods, x) };
    });
}

/** Values a little beyond the least and the greatest, so that no mark stands on the edge; an error is never negative. */
function clearEdges(scores: readonly number[]): number[] {
  const [least, most] = [Math.min(...scores), Math.max(...scores)];
  const edge = 0.04 * (most - least);
  return [Math.max(0, least - edge), most + edge];
}

/**
 * Levels on which names stand to the right of their lines: a name stands above all that begin below it, so that none of
 * their lines runs through it.
 */
function nameLevels(methods: readonly ScoredMethod[], x: (value: number) => number): number[] {
  const levels: number[] = Array.from({ length: methods.length }, () => 0);
  for (let i = methods.length - 2; i >= 0; i -= 1) {
    const { value, short_name } = methods[i] ?? { value: 0, short_name: "" };
    const end = x(value) + nameOffset + textWidth(short_name, type.label) + apart;
    const under = levels.filter((_, j) => j > i && x(methods[j]?.value ?? 0) < end);
    levels[i] = under.length === 0 ? 0 : 1 + Math.max(...under);
  }
  return levels;
}

function namesRoom(stages: readonly Stage[]): number {
  return nameStep * (1 + Math.max(0, ...stages.flatMap(({ levels }) => levels)));
}

function qualityItems(doc: FigureDocument, canvas: Canvas): Items {
  const stages = readStages(doc);
  const width = panelWidth(doc);
  const top = above + namesRoom(stages);
  const all = stages.flatMap(({ methods }) => methods);
  const aurocs = rulerOf(
    all.flatMap(({ auroc, auroc_ci_lower, auroc_ci_upper }) => [auroc, auroc_ci_lower, auroc_ci_upper]),
    5,
  );
  return [
    ...stages.flatMap((one, i) => {
      const left = gutter + i * (width + rightRoom + gap);
      return [
        panelTitle(doc, [left, 9], tagOf(i, stages.length), titles[one.own.stage]),
        text(left, 19, correlationOf(one), { fill: ink.secondary }),
        { x: left, y: top, panel: scorePanel(one, width, { ruler: aurocs, labelled: i === 0 }) },
        moved(left, top, flags(one, width, aurocs)),
        text(left + width / 2, top + plotHeight + 20, xTitles[one.own.metric], {
          anchor: "middle",
          size: type.axisTitle,
        }),
      ];
    }),
    countLine(doc, canvas),
    keyLine(canvas.width, canvas.height - 2.5, [samplingKey("95% CI over test people")]),
  ];
}

function correlationOf({ own, methods }: Stage): string {
  const over = `over ${counted(methods.length, "method")}`;
  if (own.rho === null) return `rank correlation undefined ${over}`;
  return `rank correlation ${estimate(own.rho, own.rho_lower, own.rho_upper, 2)} ${over}`;
}

function scorePanel(
  { methods, ruler }: Stage,
  width: number,
  { ruler: aurocs, labelled }: { readonly ruler: Ruler; readonly labelled: boolean },
): Panel {
  const named = labelled ? { title: "AUROC, mean over the block" } : { labels: false };
  const x = (field: string) =>
    position({ field, domain: ruler.domain, axis: axis({ values: ruler.ticks, format: ".2~f" }) });
  const y = (field: string) =>
    position({ field, domain: aurocs.domain, axis: axis({ values: aurocs.ticks, format: ".2f", ...named }) });
  const marks = methods.map((row) => ({ ...row, ...categories[row.category] }));
  const limited = marks.filter((row) => row.auroc_ci_lower !== null && row.auroc_ci_upper !== null);
  return {
    width,
    height: plotHeight,
    layers: [
      gridLayer(aurocs.ticks, { y: y("at") }),
      ruleLayer(limited, { x: x("value"), y: y("auroc_ci_lower"), y2: { field: "auroc_ci_upper" } }),
      pointLayer(marks, x("value"), y("auroc")),
    ],
  };
}

/** The methods' names, each beside a thin line up from its interval; (0, 0) is the plot's corner. */
function flags({ methods, ruler, levels }: Stage, width: number, aurocs: Ruler): Markup {
  const x = linear(ruler.domain, [0, width]);
  const y = linear(aurocs.domain, [plotHeight, 0]);
  return methods
    .flatMap(({ value, auroc, auroc_ci_upper, short_name }, i) => {
      const at = -3 - nameStep * (levels[i] ?? 0);
      return [
        line([x(value), y(auroc_ci_upper ?? auroc) - 1], [x(value), at - 5], {
          stroke: ink.tick,
          width: 0.4,
        }),
        text(x(value) + nameOffset, at, short_name),
      ];
    })
    .join("");
}
