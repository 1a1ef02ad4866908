import { drawCollinearity } from "plr/charts/figures/collinearity";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawCollinearity);
