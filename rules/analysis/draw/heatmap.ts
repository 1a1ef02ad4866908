import { drawHeatmap } from "plr/charts/figures/heatmap";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawHeatmap);
