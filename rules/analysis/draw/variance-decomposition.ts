import { drawVariance } from "plr/charts/figures/variance-decomposition";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawVariance);
