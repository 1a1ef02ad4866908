import { drawCalibration } from "plr/charts/figures/calibration";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawCalibration);
