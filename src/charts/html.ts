import type { FigureDocument } from "./document.ts";
import { pageScript, pageStyle } from "./html-page.ts";
import { escapeXml } from "./svg.ts";

type Row = FigureDocument["data"][number];

/**
 * A figure as one page that needs no network: the SVG, the caption, and every number in tables. Pointing
 * at a mark shows its row; a row under the pointer or the keyboard's focus marks what is drawn of it.
 *
 * @param svg the drawing, with its fonts inside (`embedFonts`); its marks say their rows in `data-rows`
 */
export function toHtml(svg: string, doc: FigureDocument): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; font-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">`,
    `<title>${escapeXml(doc.title)}</title>`,
    `<style>${pageStyle}</style></head><body>`,
    doc._synthetic_warning === undefined
      ? ""
      : `<p class="synthetic">${escapeXml(doc._synthetic_warning)}</p>`,
    `<h1>${escapeXml(doc.title)}</h1><p>${escapeXml(doc.question)}</p>`,
    `<figure>${svg.trim()}<figcaption>${escapeXml(doc.caption)}</figcaption></figure>`,
    ...tablesOf(doc),
    '<div id="tip" role="status" hidden></div>',
    `<script>${pageScript}</script></body></html>`,
    "",
  ].join("\n");
}

/** One table for each part of the rows; a row's id is its place in the sidecar's `data`. */
function tablesOf(doc: FigureDocument): string[] {
  const rows = doc.data.map((row, index) => ({ row, index }));
  const parts = Map.groupBy(rows, ({ row }) => String(row["part"] ?? "rows"));
  return [...parts].map(([part, members]) => {
    const columns = [...new Set(members.flatMap(({ row }) => Object.keys(row)))].filter(
      (name) => name !== "part",
    );
    const head = columns.map((name) => `<th scope="col">${escapeXml(nameWithUnit(name, doc))}</th>`).join("");
    const body = members.map(({ row, index }) => tableRow(row, index, columns)).join("\n");
    const count = `${members.length} ${members.length === 1 ? "row" : "rows"}`;
    return (
      `<details><summary>${escapeXml(part)} (${count})</summary><div class="scroll"><table>` +
      `<thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div></details>`
    );
  });
}

function tableRow(row: Row, index: number, columns: readonly string[]): string {
  const cells = columns.map((name) => `<td>${escapeXml(shown(row[name] ?? null))}</td>`).join("");
  return `<tr id="row-${index}" tabindex="0">${cells}</tr>`;
}

function nameWithUnit(name: string, doc: FigureDocument): string {
  const unit = doc.units[name];
  const words = name.replaceAll("_", " ");
  return unit === undefined || unit === "1" ? words : `${words} (${unit})`;
}

/** Numbers to six decimals, as the sidecar has them. */
function shown(value: Row[string]): string {
  if (value === null) return "–";
  if (typeof value === "number") return String(Math.round(value * 1e6) / 1e6);
  return String(value);
}
