export { checkFigure } from "./check.ts";
export * from "./document.ts";
export { toPdf } from "./pdf.ts";
export { toPng } from "./png.ts";
export { figureDesigns } from "./registry.ts";
export type { FigureDesign } from "./registry.ts";
export * from "./rows.ts";
export { textWidth, wrapText } from "./text-width.ts";
export type { Face } from "./text-width.ts";
