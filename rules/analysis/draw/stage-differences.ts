import { drawStages } from "plr/charts/figures/stage-differences";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawStages);
