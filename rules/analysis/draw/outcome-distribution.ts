import { drawDistribution } from "plr/charts/figures/outcome-distribution";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawDistribution);
