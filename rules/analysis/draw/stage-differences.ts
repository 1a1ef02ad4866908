import { drawStages } from "plr/charts/figures/stage-differences";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawStages);
