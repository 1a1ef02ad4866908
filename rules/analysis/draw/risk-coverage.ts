import { drawRiskCoverage } from "plr/charts/figures/risk-coverage";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawRiskCoverage);
