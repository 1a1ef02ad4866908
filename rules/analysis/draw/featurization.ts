import { drawFeaturization } from "plr/charts/figures/featurization";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawFeaturization);
