import { task } from "plr";
import { drawForest } from "plr/charts/figures/forest";
import { drawFigure } from "../draw-figure.ts";
import type { forestClassifier } from "../figures.ts";

export default task<typeof forestClassifier>((paths) => drawFigure(paths, drawForest));
