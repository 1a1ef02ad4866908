import { readFileSync } from "node:fs";
import { TaskError } from "plr";
import { type FigureDocument, parseFigureDocument } from "plr/charts/document";

/**
 * Reads sidecars that a data step has written.
 *
 * @throws TaskError that names a file which is none
 */
export function readSidecars(paths: readonly string[]): FigureDocument[] {
  return paths.map((path) => {
    const parsed = parseFigureDocument(JSON.parse(readFileSync(path, "utf8")));
    if (!parsed.ok) throw new TaskError(`${path}: ${parsed.failure.faults.join("; ")}`);
    return parsed.value;
  });
}
