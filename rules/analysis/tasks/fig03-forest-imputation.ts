import { task } from "plr";
import { drawForest } from "plr/charts/figures/forest";
import { drawFigure } from "../draw-figure.ts";
import type { forestImputation } from "../figures.ts";

export default task<typeof forestImputation>((paths) => drawFigure(paths, drawForest));
