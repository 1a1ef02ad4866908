import { drawStratos } from "plr/charts/figures/stratos-core";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawStratos);
