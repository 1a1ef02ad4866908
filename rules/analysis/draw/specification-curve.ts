import { drawSpecificationCurve } from "plr/charts/figures/specification-curve";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawSpecificationCurve);
