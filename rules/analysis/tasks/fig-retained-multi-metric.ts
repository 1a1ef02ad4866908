import { task } from "plr";
import { drawRetention } from "plr/charts/figures/retention";
import { drawFigure } from "../draw-figure.ts";
import type { retention } from "../figures.ts";

export default task<typeof retention>((paths) => drawFigure(paths, drawRetention));
