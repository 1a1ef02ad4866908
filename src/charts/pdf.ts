import { fileURLToPath } from "node:url";
import { fontFiles } from "./text-width.ts";
import type { Face } from "./text-width.ts";

/**
 * Draws an SVG whose unit is the point as a one-page vector PDF with the font embedded.
 * It carries no date but the epoch and no random identifier: the same SVG gives the same bytes.
 */
export async function toPdf(svg: string): Promise<Buffer> {
  const [{ default: PdfDocument }, { default: svgToPdf }] = await Promise.all([
    import("pdfkit"),
    import("svg-to-pdfkit"),
  ]);
  const [width, height] = sizeInPoints(svg);
  const pdf = new PdfDocument({
    size: [width, height],
    margin: 0,
    info: { CreationDate: new Date(0), Title: titleOf(svg) },
  });
  for (const [face, file] of Object.entries(fontFiles)) pdf.registerFont(face, fileURLToPath(file));
  const chunks: Buffer[] = [];
  pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise((resolve, reject) => pdf.on("end", resolve).on("error", reject));
  svgToPdf(pdf, forConverter(svg), 0, 0, {
    width,
    height,
    assumePt: true,
    fontCallback: (_family: string, bold: boolean, italic: boolean): Face =>
      bold ? "semibold" : italic ? "italic" : "regular",
  });
  pdf.end();
  await finished;
  return Buffer.concat(chunks);
}

function sizeInPoints(svg: string): [number, number] {
  const match = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg);
  if (match === null) throw new Error("the SVG has no viewBox");
  return [Number(match[1]), Number(match[2])];
}

/**
 * Drops what the converter does not need: embedded fonts, which it would read as rules, and the width in points, which
 * it would take for pixels and scale by 4/3.
 */
function forConverter(svg: string): string {
  return svg
    .replace(/<style>[^<]*<\/style>/, "")
    .replace(/^<svg([^>]*?) width="[\d.]+pt" height="[\d.]+pt"/, "<svg$1");
}

function titleOf(svg: string): string {
  return /<title[^>]*>([^<]*)</.exec(svg)?.[1] ?? "";
}
