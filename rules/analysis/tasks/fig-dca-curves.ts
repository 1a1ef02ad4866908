import { task } from "plr";
import { drawDecisionCurve } from "plr/charts/figures/decision-curve";
import { drawFigure } from "../draw-figure.ts";
import type { decisionCurves } from "../figures.ts";

export default task<typeof decisionCurves>((paths) => drawFigure(paths, drawDecisionCurve));
