// Draws figures from their sidecars in all formats, as the study's tasks do; beside `draw_figures.py`.
//     node bench/draw-figures.ts SIDECARS OUT ID…
import { join } from "node:path";
import { drawFigure } from "../rules/analysis/draw-figure.ts";
import { drawings } from "../src/charts/drawings.ts";

const [sidecars = "", out = "", ...ids] = process.argv.slice(2);
for (const id of ids) {
  const draw = drawings.get(id);
  if (draw === undefined) throw new Error(`no figure ${id}`);
  const file = (format: string): string => join(out, `${id}.${format}`);
  await drawFigure(
    {
      inputs: { data: join(sidecars, `${id}.json`) },
      outputs: { svg: file("svg"), png: file("png"), pdf: file("pdf"), html: file("html") },
    },
    draw,
  );
}
