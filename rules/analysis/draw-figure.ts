import { readFileSync, writeFileSync } from "node:fs";
import { TaskError } from "plr";
import { checkFigure } from "plr/charts/check";
import { type FigureDocument, parseFigureDocument } from "plr/charts/document";
import { embedFonts } from "plr/charts/embed-fonts";
import { toHtml } from "plr/charts/html";
import { toPdf } from "plr/charts/pdf";
import { toPng } from "plr/charts/png";
// Loaded with the task, which a process may do while the build is still planned.
import "plr/charts/vega";
import { checkPublic } from "./check-public.ts";

/** Files of a draw step: the sidecar to read, the pictures and the page to write. */
export interface DrawPaths {
  readonly inputs: { readonly data: string };
  readonly outputs: Readonly<Record<"svg" | "png" | "pdf" | "html", string>>;
}

/**
 * Draws a figure from its sidecar and writes it as SVG, PNG (300 dpi), PDF and HTML.
 *
 * @throws TaskError that names the figure if the sidecar is none, or the drawing breaks a rule that holds for all
 */
export async function drawFigure(
  { inputs, outputs }: DrawPaths,
  draw: (document: FigureDocument) => Promise<string>,
): Promise<void> {
  const parsed = parseFigureDocument(JSON.parse(readFileSync(inputs.data, "utf8")));
  if (!parsed.ok) throw new TaskError(`${inputs.data}: ${parsed.failure.faults.join("; ")}`);
  const document = parsed.value;
  const svg = await draw(document);
  const png = toPng(svg);
  const problems = checkFigure(svg, document);
  if (problems.length > 0) {
    throw new TaskError(`${document.id} must not be published as drawn: ${problems.join("; ")}`);
  }
  const embedded = embedFonts(svg);
  writeFileSync(outputs.svg, embedded);
  writeFileSync(outputs.pdf, toPdf(svg));
  writeFileSync(outputs.html, toHtml(embedded, document));
  await checkPublic([outputs.svg, outputs.pdf, outputs.html]);
  writeFileSync(outputs.png, await png);
  await checkPublic([outputs.png]);
}
