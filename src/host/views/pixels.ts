import { readFileSync } from "node:fs";
import type { Format } from "./format.ts";

/** The picture of a PNG file. */
export const pixelViews: Format = async (path, _views, hasher) => {
  const { decode } = await import("fast-png");
  const { width, height, channels, depth, data, palette } = decode(readFileSync(path));
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const colours = palette ? JSON.stringify(palette) : "";
  return { pixels: hasher.text(`${width} ${height} ${channels} ${depth} ${colours} ${hasher.bytes(bytes)}`) };
};
