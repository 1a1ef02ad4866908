import { drawProtocol } from "plr/charts/figures/light-protocol";
import { drawTask } from "../draw-task.ts";

export default drawTask(drawProtocol);
