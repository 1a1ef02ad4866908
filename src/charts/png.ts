import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import { fontFiles } from "./text-width.ts";
import { fontFamily } from "./theme.ts";

const dotsPerInch = 300;
/** 300 dots per inch in the unit of the pHYs chunk. */
const dotsPerMetre = 11_811;

/**
 * Draws an SVG whose unit is the point as a PNG of 300 dots per inch, with the shipped fonts only and its resolution
 * in a `pHYs` chunk, on a thread of its own. The same SVG gives the same bytes on every machine.
 */
export async function toPng(svg: string): Promise<Buffer> {
  const { renderAsync } = await import("@resvg/resvg-js");
  const picture = await renderAsync(svg, {
    fitTo: { mode: "width", value: Math.round((widthInPoints(svg) * dotsPerInch) / 72) },
    font: {
      loadSystemFonts: false,
      fontFiles: Object.values(fontFiles).map((file) => fileURLToPath(file)),
      defaultFontFamily: fontFamily,
    },
  });
  return withResolution(picture.asPng());
}

function widthInPoints(svg: string): number {
  const match = /viewBox="0 0 ([\d.]+) [\d.]+"/.exec(svg);
  if (match?.[1] === undefined) throw new Error("the SVG has no viewBox");
  return Number(match[1]);
}

/** Inserts `pHYs` after the header chunk, which is always the first and 25 bytes long (PNG, 3rd edition, 11.3.4.3). */
function withResolution(png: Buffer): Buffer {
  const headerEnd = 8 + 25;
  const body = Buffer.alloc(13);
  body.write("pHYs", 0, "latin1");
  body.writeUInt32BE(dotsPerMetre, 4);
  body.writeUInt32BE(dotsPerMetre, 8);
  body.writeUInt8(1, 12);
  const chunk = Buffer.alloc(21);
  chunk.writeUInt32BE(9, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), 17);
  return Buffer.concat([png.subarray(0, headerEnd), chunk, png.subarray(headerEnd)]);
}
