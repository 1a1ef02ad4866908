import { drawHeatmap } from "plr/charts/figures/heatmap";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawHeatmap);
