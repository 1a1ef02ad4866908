import { cutToWidth } from "./display-width.ts";
import type { Look } from "./look.ts";
import { count } from "./quantities.ts";

/** One thing in which two files differ. */
export interface ShownDifference {
  readonly where: string;
  readonly old: string | undefined;
  readonly new: string | undefined;
}

const SHOWN = 10;
const VALUE_WIDTH = 60;

/** One line each, the first few: `/auroc  0.91 -> 0.92`. */
export function differenceLines(
  differences: readonly ShownDifference[],
  indent: string,
  look: Look,
): readonly string[] {
  const { symbols, shown } = look;
  const value = (text: string | undefined): string =>
    text === undefined
      ? "(none)"
      : cutToWidth(shown(text.replaceAll(/\s+/g, " ")), VALUE_WIDTH, symbols.more);
  const more = differences.length - SHOWN;
  return [
    ...differences
      .slice(0, SHOWN)
      .map((one) => `${indent}${shown(one.where)}  ${value(one.old)} -> ${value(one.new)}`),
    ...(more > 0 ? [`${indent}${symbols.more} ${count(more)} more`] : []),
  ];
}
