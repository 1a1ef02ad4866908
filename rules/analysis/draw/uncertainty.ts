import { drawUncertainty } from "plr/charts/figures/uncertainty";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawUncertainty);
