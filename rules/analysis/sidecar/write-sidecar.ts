import { writeFileSync } from "node:fs";
import { TaskError } from "plr";
import { type FigureDocument, parseFigureDocument, serialiseFigure } from "plr/charts/document";
import { checkPublic } from "../check-public.ts";

/**
 * Checks a figure's sidecar and writes it.
 *
 * @throws TaskError if it is no figure document, or holds what must not be public
 */
export async function writeSidecar(path: string, document: FigureDocument): Promise<void> {
  const parsed = parseFigureDocument(document);
  if (!parsed.ok) throw new TaskError(`${document.id}: ${parsed.failure.faults.join("; ")}`);
  writeFileSync(path, serialiseFigure(document));
  await checkPublic([path]);
}
