import { drawStratos } from "plr/charts/figures/stratos-core";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawStratos);
