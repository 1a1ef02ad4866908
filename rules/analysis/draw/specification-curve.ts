import { drawSpecificationCurve } from "plr/charts/figures/specification-curve";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawSpecificationCurve);
