import { drawDistribution } from "plr/charts/figures/outcome-distribution";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawDistribution);
