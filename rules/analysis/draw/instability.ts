import { drawInstability } from "plr/charts/figures/instability";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawInstability);
