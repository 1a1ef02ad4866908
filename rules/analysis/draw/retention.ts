import { drawRetention } from "plr/charts/figures/retention";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawRetention);
