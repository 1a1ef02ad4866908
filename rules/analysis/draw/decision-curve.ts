import { drawDecisionCurve } from "plr/charts/figures/decision-curve";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawDecisionCurve);
