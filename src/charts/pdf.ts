import { pdfContent } from "./pdf-content.ts";
import { pdfText, writePdf } from "./pdf-file.ts";
import type { PdfObject } from "./pdf-file.ts";
import { pdfFont } from "./pdf-font.ts";
import { num } from "./svg.ts";
import { decodeXml } from "./svg-elements.ts";
import { svgTexts } from "./svg-texts.ts";
import { fontFiles } from "./text-width.ts";
import type { Face } from "./text-width.ts";

/**
 * Draws an SVG of this library, whose unit is the point, as a one-page vector PDF with the used characters of its fonts
 * embedded. It carries no date and no random identifier: the same SVG gives the same bytes.
 *
 * @throws on an element, colour or path that this library does not write
 */
export function toPdf(svg: string): Buffer {
  const [width, height] = sizeInPoints(svg);
  const fonts = fontsOf(svg);
  const page = pdfContent(svg, height, ({ face, content }) => fonts.get(face)?.encode(content) ?? "");
  const head = [...fonts.keys()].map((face, i) => `/${face} ${firstFont + objectsOfFont * i} 0 R`);
  const resources =
    `/Font << ${head.join(" ")} >> /ExtGState << ${entries(page.states)} >>` +
    ` /Shading << ${entries(page.shadings)} >>`;
  const objects: PdfObject[] = [
    { dictionary: "/Type /Catalog /Pages 2 0 R /Lang (en)" },
    { dictionary: "/Type /Pages /Kids [3 0 R] /Count 1" },
    {
      dictionary:
        `/Type /Page /Parent 2 0 R /MediaBox [0 0 ${num(width)} ${num(height)}] /Contents 5 0 R` +
        ` /Resources << ${resources} >>`,
    },
    { dictionary: `/Title ${pdfText(titleOf(svg))}` },
    { dictionary: "", stream: page.operators },
    ...[...fonts.values()].flatMap((font, i) => font.objects(firstFont + objectsOfFont * i)),
  ];
  return writePdf(objects, 4);
}

/** The number of the first font's first object, after catalogue, pages, page, title and content. */
const firstFont = 6;
const objectsOfFont = 5;

function fontsOf(svg: string): Map<Face, ReturnType<typeof pdfFont>> {
  const texts = svgTexts(svg);
  const faces = (Object.keys(fontFiles) as Face[]).flatMap((face): [Face, string][] => {
    const content = texts.filter((text) => text.face === face).map((text) => text.content);
    return content.length === 0 ? [] : [[face, content.join("")]];
  });
  return new Map(faces.map(([face, characters]) => [face, pdfFont(face, characters)]));
}

function entries(named: ReadonlyMap<string, string>): string {
  return [...named].map(([name, value]) => `/${name} ${value}`).join(" ");
}

function sizeInPoints(svg: string): [number, number] {
  const match = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg);
  if (match === null) throw new Error("the SVG has no viewBox");
  return [Number(match[1]), Number(match[2])];
}

function titleOf(svg: string): string {
  return decodeXml(/<title[^>]*>([^<]*)</.exec(svg)?.[1] ?? "");
}
