/**
 * Draws figures from documents of plain data, as SVG, PNG, PDF and a page with tooltips. Equal documents give equal
 * files, on any machine.
 */
export { checkFigure } from "./check.ts";
export * from "./document.ts";
export { drawings } from "./drawings.ts";
export { embedFonts } from "./embed-fonts.ts";
export { toHtml } from "./html.ts";
export { toPdf } from "./pdf.ts";
export { toPng } from "./png.ts";
export { textWidth, wrapText } from "./text-width.ts";
export type { Face } from "./text-width.ts";
