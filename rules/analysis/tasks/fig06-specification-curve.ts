import { task } from "plr";
import { drawSpecificationCurve } from "plr/charts/figures/specification-curve";
import { drawFigure } from "../draw-figure.ts";
import type { specificationCurve } from "../figures.ts";

export default task<typeof specificationCurve>((paths) => drawFigure(paths, drawSpecificationCurve));
