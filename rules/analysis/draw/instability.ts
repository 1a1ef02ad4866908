import { drawInstability } from "plr/charts/figures/instability";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawInstability);
