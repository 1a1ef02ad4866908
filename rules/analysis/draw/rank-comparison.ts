import { drawRanks } from "plr/charts/figures/rank-comparison";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawRanks);
