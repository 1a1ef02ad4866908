import { drawMatrix } from "plr/charts/figures/factorial-matrix";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawMatrix);
