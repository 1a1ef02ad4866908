import { drawRain } from "plr/charts/figures/raincloud";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawRain);
