import { drawDecisionCurve } from "plr/charts/figures/decision-curve";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawDecisionCurve);
