import { drawUncertainty } from "plr/charts/figures/uncertainty";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawUncertainty);
