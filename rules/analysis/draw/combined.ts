import { drawCombined } from "plr/charts/figures/combined";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawCombined);
