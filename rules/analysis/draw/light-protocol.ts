import { drawProtocol } from "plr/charts/figures/light-protocol";
import { drawTask } from "../figure-task.ts";

export default drawTask(drawProtocol);
