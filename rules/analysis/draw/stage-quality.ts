import { drawQuality } from "plr/charts/figures/stage-quality";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawQuality);
