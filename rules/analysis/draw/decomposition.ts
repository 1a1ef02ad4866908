import { drawDecomposition } from "plr/charts/figures/decomposition-grid";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawDecomposition);
