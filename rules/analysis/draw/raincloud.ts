import { drawRain } from "plr/charts/figures/raincloud";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawRain);
