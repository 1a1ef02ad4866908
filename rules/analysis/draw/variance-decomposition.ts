import { drawVariance } from "plr/charts/figures/variance-decomposition";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawVariance);
