import { task } from "plr";
import { drawHeatmap } from "plr/charts/figures/heatmap";
import { drawFigure } from "../draw-figure.ts";
import type { heatmap } from "../figures.ts";

export default task<typeof heatmap>((paths) => drawFigure(paths, drawHeatmap));
