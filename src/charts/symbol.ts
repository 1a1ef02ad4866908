import { num, path } from "./svg.ts";
import type { LineStyle, Markup } from "./svg.ts";
import type { Appearance } from "./theme.ts";

/** Half the diagonal or side of a mark of `pointArea`, as Vega draws it. */
const reach = 2.55;

const outlines: Readonly<Record<Appearance["shape"], (r: number) => string>> = {
  circle: (r) => `M${-r},0a${r},${r} 0 1,1 ${2 * r},0a${r},${r} 0 1,1 ${-2 * r},0Z`,
  square: (r) => `M${-r},${-r}h${2 * r}v${2 * r}h${-2 * r}Z`,
  diamond: (r) => `M${-r},0L0,${-r}L${r},0L0,${r}Z`,
  "triangle-up": (r) => `M0,${-0.866 * r}L${-r},${0.866 * r}L${r},${0.866 * r}Z`,
  "triangle-down": (r) => `M0,${0.866 * r}L${-r},${-0.866 * r}L${r},${-0.866 * r}Z`,
  cross: (r) => {
    const [a, b] = [r, 0.4 * r];
    return `M${-a},${-b}H${-b}V${-a}H${b}V${-b}H${a}V${b}H${b}V${a}H${-b}V${b}H${-a}Z`;
  },
};

/** A point mark about (x, y), filled or as an outline, the size of the marks in panels times `scale`. */
export function symbol(
  at: readonly [number, number],
  look: Pick<Appearance, "shape" | "color">,
  options: { scale?: number; outline?: LineStyle } = {},
): Markup {
  const r = Math.round(reach * (look.shape === "circle" ? 1.13 : 1) * (options.scale ?? 1) * 1000) / 1000;
  const { outline } = options;
  const body = path(outlines[look.shape](r), outline === undefined ? look.color : "none", outline);
  return `<g transform="translate(${num(at[0])},${num(at[1])})">${body}</g>`;
}
