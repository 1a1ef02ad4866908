import { drawTraces } from "plr/charts/figures/subject-traces";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawTraces);
