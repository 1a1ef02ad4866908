import { drawCollinearity } from "plr/charts/figures/collinearity";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawCollinearity);
