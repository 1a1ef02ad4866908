import { drawFeaturization } from "plr/charts/figures/featurization";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawFeaturization);
