import { readFileSync, writeFileSync } from "node:fs";
import { task, TaskError } from "plr";
import { type PublishedFigure, qualityProblems } from "plr/charts/quality";
import type { quality } from "../figure-sheet.ts";
import { readSidecars } from "../sidecar/read-sidecars.ts";

export default task<typeof quality>(({ inputs, outputs }) => {
  const figures = readSidecars(inputs.data).map((document, i): PublishedFigure => {
    const read = (paths: readonly string[]): Buffer => readFileSync(paths[i] ?? "");
    return {
      document,
      svg: read(inputs.svg).toString(),
      png: read(inputs.png),
      pdf: read(inputs.pdf),
    };
  });
  const problems = qualityProblems(figures);
  if (problems.length > 0) throw new TaskError(`not fit to be published: ${problems.join("; ")}`);
  const checked = figures.map(({ document: { id, counts } }) => ({ id, rows: counts.rows }));
  writeFileSync(outputs.report, `${JSON.stringify({ schema: "plr.quality/1", checked }, null, 2)}\n`);
});
