export { checkFigure } from "./check.ts";
export * from "./document.ts";
export { drawings } from "./drawings.ts";
export { embedFonts } from "./embed-fonts.ts";
export { toHtml } from "./html.ts";
export { toPdf } from "./pdf.ts";
export { toPng } from "./png.ts";
export { textWidth, wrapText } from "./text-width.ts";
export type { Face } from "./text-width.ts";
