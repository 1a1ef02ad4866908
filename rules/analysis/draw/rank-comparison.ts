import { drawRanks } from "plr/charts/figures/rank-comparison";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawRanks);
