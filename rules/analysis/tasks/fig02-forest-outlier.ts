import { task } from "plr";
import { drawForest } from "plr/charts/figures/forest";
import { drawFigure } from "../draw-figure.ts";
import type { forestOutlier } from "../figures.ts";

export default task<typeof forestOutlier>((paths) => drawFigure(paths, drawForest));
