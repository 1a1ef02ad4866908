export * from "./document.ts";
export * from "./rows.ts";
export { textWidth, wrapText } from "./text-width.ts";
export type { Face } from "./text-width.ts";
