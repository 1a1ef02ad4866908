import { drawTraces } from "plr/charts/figures/subject-traces";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawTraces);
