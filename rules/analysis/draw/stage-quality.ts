import { drawQuality } from "plr/charts/figures/stage-quality";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawQuality);
