import { type Artifact, type Rule, task, type Task } from "plr";
import type { FigureDocument } from "plr/charts/document";
import { drawFigure } from "./draw-figure.ts";

/** The draw step of a figure. */
export type DrawRule = Rule<
  { readonly data: Artifact },
  Readonly<Record<"svg" | "png" | "pdf" | "html", Artifact>>,
  Record<never, never>
>;

/** The task of a draw step. It reads no database, and loads nothing that does. */
export function drawTask(draw: (document: FigureDocument) => Promise<string>): Task<DrawRule> {
  return task<DrawRule>((paths) => drawFigure(paths, draw));
}
