import { drawForest } from "plr/charts/figures/forest";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawForest);
