import { z } from "zod";
import type { FigureDocument } from "./document.ts";
import type { Markup } from "./svg.ts";

/**
 * Which row of a sidecar's `data` a drawn object comes from. Copies made by spreading keep it, and JSON does not show
 * it; so a design that spreads its rows into what it draws has its marks linked to them.
 */
const rowIndex = Symbol("row of the sidecar");

/** A copy of a row that knows its place in the sidecar, for a document that holds some of the rows only. */
export function withPlace<Row extends object>(row: Row, place: number): Row {
  return Object.assign({ ...row }, { [rowIndex]: place });
}

/** The rows of a document in the shape of a design, each knowing its place in `data`. */
export function rowsOf<Row extends z.ZodType<object>>(doc: FigureDocument, row: Row): z.infer<Row>[] {
  return z
    .array(row)
    .parse(doc.data)
    .map((parsed, index) => Object.assign(parsed, { [rowIndex]: rowOf(doc.data[index] ?? {}) ?? index }));
}

/** The place in `data` of the row that an object was made from; nothing for what was made from none or several. */
export function rowOf(drawn: object): number | undefined {
  return (drawn as { readonly [rowIndex]?: number })[rowIndex];
}

/** Markup drawn without a panel, as the mark of the row that it shows. */
export function linkedTo(row: object, content: Markup): Markup {
  const index = rowOf(row);
  return index === undefined ? content : `<g data-rows="${index}">${content}</g>`;
}
