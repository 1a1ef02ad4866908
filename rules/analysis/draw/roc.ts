import { drawRoc } from "plr/charts/figures/roc";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawRoc);
