import { drawRiskCoverage } from "plr/charts/figures/risk-coverage";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawRiskCoverage);
