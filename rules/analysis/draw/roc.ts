import { drawRoc } from "plr/charts/figures/roc";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawRoc);
