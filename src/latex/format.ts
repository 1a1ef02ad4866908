import { rawTex, type Tex } from "./tex.ts";

/** An estimate and its interval. A missing limit means that there is none, as with a variance of zero. */
export type Estimate = {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
};

/** A missing value: it is undefined, not zero. */
export const MISSING: Tex = rawTex("--");

/** Decimals of AUROC, Brier, net benefit and their differences. */
export const AUROC_DIGITS = 3;

/**
 * A number with fixed decimals: leading zero kept, minus as `$-$`, thousands separated, no sign on a zero that was
 * rounded to. Null is {@link MISSING}.
 *
 * @throws RangeError for NaN and infinities: undefined values arrive as null.
 */
export function formatFixed(value: number | null, digits: number = AUROC_DIGITS): Tex {
  return value === null ? MISSING : ofNumbers([printed(value, digits)], ([number = ""]) => number);
}

/** A count: whole, thousands separated by commas. */
export function formatCount(value: number | null): Tex {
  if (value !== null && !Number.isInteger(value)) throw new RangeError("a count must be whole");
  return formatFixed(value, 0);
}

/** `[0.755, 0.971]`, or `[--]` when a limit is missing. */
export function formatInterval(
  { lower, upper }: Pick<Estimate, "lower" | "upper">,
  digits = AUROC_DIGITS,
): Tex {
  if (lower === null || upper === null) return rawTex("[--]");
  return ofNumbers([printed(lower, digits), printed(upper, digits)], bracketed);
}

/** `0.911 [0.755, 0.971]`; without an estimate there is no interval either. */
export function formatEstimate(estimate: Estimate, digits: number = AUROC_DIGITS): Tex {
  const value = formatFixed(estimate.value, digits);
  if (estimate.value === null) return value;
  const interval = formatInterval(estimate, digits);
  const tex = `${value.tex} ${interval.tex}`;
  if (value.numbers === undefined || interval.numbers === undefined) return rawTex(tex);
  return { tex, numbers: [...value.numbers, ...interval.numbers] };
}

/** A p-value to two significant digits, `$<$0.001` and `$>$0.99` beyond them. */
export function formatP(p: number | null): Tex {
  if (p === null) return MISSING;
  if (!(p >= 0 && p <= 1)) throw new RangeError("a p-value lies between 0 and 1");
  if (p < 0.001) return { tex: "$<$0.001", numbers: ["< 0.001"] };
  if (p > 0.99) return { tex: "$>$0.99", numbers: ["> 0.99"] };
  const text = p.toPrecision(2);
  return { tex: text, numbers: [text] };
}

/** A number as siunitx reads it, without a sign where it was rounded to zero. */
function printed(value: number, digits: number): string {
  if (!Number.isFinite(value)) throw new RangeError("a number must be finite");
  const magnitude = Math.abs(value).toFixed(digits);
  return value < 0 && /[1-9]/u.test(magnitude) ? `-${magnitude}` : magnitude;
}

function ofNumbers(numbers: readonly string[], join: (parts: readonly string[]) => string): Tex {
  return { tex: join(numbers.map(inText)), numbers };
}

function bracketed([lower, upper]: readonly string[]): string {
  return `[${lower}, ${upper}]`;
}

/** The same in running text: minus as `$-$`, thousands set off. */
function inText(number: string): string {
  const [whole = "", decimals] = number.replace("-", "").split(".");
  const separated = whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, ",");
  const magnitude = decimals === undefined ? separated : `${separated}.${decimals}`;
  return number.startsWith("-") ? `$-$${magnitude}` : magnitude;
}
