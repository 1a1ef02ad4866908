import { drawForest } from "plr/charts/figures/forest";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawForest);
