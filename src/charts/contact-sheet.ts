import type { FigureDocument } from "./document.ts";
import { counted } from "./number-text.ts";
import { escapeXml } from "./svg.ts";

/** What the head of a contact sheet says of the study. */
export interface SheetHead {
  readonly study: string;
  /** What is said of it beside how many people and refits there are. */
  readonly facts: readonly string[];
}

/** A figure as a contact sheet shows it, with files as they are reached from the sheet. */
export interface SheetFigure {
  readonly document: FigureDocument;
  readonly picture: string;
  /** Where the picture leads. */
  readonly page: string;
  /** Files by the words that lead to them. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * One page with every figure at one common scale, each with its question, state and files; a figure that does not apply
 * has its card too. Links are relative: the page lies beside the figures' files.
 *
 * @param figures in the order of the registry
 */
export function contactSheet(figures: readonly SheetFigure[], head: SheetHead): string {
  const first = figures[0]?.document;
  const facts = [
    ...head.facts,
    ...(first === undefined
      ? []
      : [
          counted(first.counts.n_test, "test person", "test people"),
          counted(first.counts.n_bootstrap, "refit"),
        ]),
  ];
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeXml(head.study)}: figures</title><style>${style}</style></head><body>`,
    first?.provenance.is_synthetic === true
      ? '<p class="synthetic">SYNTHETIC DATA · not from patients · do not publish</p>'
      : "",
    `<header><h1>${escapeXml(head.study)}</h1><p>${escapeXml(facts.join(" · "))}</p></header><main>`,
    ...figures.map(card),
    "</main></body></html>",
    "",
  ].join("\n");
}

function card({ document: doc, picture, page, files }: SheetFigure): string {
  const unmet = doc.needs.filter((need) => !need.met);
  const state =
    unmet.length === 0
      ? "built"
      : `not applicable: needs ${unmet.map(({ name, detail }) => `${name} (${detail})`).join(", ")}`;
  const intervals = [...new Set(doc.interval.map(({ kind }) => kind))].join(", ") || "none";
  const links = Object.entries(files).map(([words, file]) => `<a href="${file}">${words}</a>`);
  return [
    `<article id="${doc.id}"><a href="${page}">`,
    `<img src="${picture}" alt="${escapeXml(doc.alt)}" style="width:${doc.width_in * 6}rem"></a>`,
    `<h2>${escapeXml(doc.title)}</h2><p>${escapeXml(doc.question)}</p>`,
    `<p class="facts">${escapeXml(doc.id)} · ${escapeXml(state)} · intervals: ${intervals} · ` +
      `${counted(doc.counts.rows, "row")}, ${doc.counts.n_missing} without a value · ${links.join(" ")}</p></article>`,
  ].join("\n");
}

const style = `
body{font:16px/1.45 system-ui,sans-serif;color:#222;margin:0 auto;padding:0 1rem;max-width:96rem}
.synthetic{background:#9C1C4C;color:#fff;font-weight:600;padding:.3rem .8rem}
main{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:flex-start}
article{border-top:1px solid #e0e0e0;padding-top:.5rem;max-width:100%}
article p{max-width:44rem;margin:.2rem 0}img{max-width:100%;height:auto;display:block}
h1{font-size:1.4rem}h2{font-size:1rem;margin:.5rem 0 0}.facts{color:#595959;font-size:.85rem}
`;
