import { drawCombined } from "plr/charts/figures/combined";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawCombined);
