import { drawMatrix } from "plr/charts/figures/factorial-matrix";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawMatrix);
