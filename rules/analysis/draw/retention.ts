import { drawRetention } from "plr/charts/figures/retention";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawRetention);
