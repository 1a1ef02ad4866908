import { drawCalibration } from "plr/charts/figures/calibration";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawCalibration);
