import { drawDecomposition } from "plr/charts/figures/decomposition-grid";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawDecomposition);
