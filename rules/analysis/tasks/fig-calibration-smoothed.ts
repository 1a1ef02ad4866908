import { task } from "plr";
import { drawCalibration } from "plr/charts/figures/calibration";
import { drawFigure } from "../draw-figure.ts";
import type { calibration } from "../figures.ts";

export default task<typeof calibration>((paths) => drawFigure(paths, drawCalibration));
