const minus = "\u2212";

/** A number with a fixed count of decimals, a leading zero and a true minus sign; "n/a" for null. */
export function fixed(value: number | null, decimals: number): string {
  if (value === null) return "n/a";
  const digits = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(digits) !== 0 ? minus + digits : digits;
}

/** "[0.755, 0.971]", or nothing where a limit is undefined. */
export function limits(lower: number | null, upper: number | null, decimals: number): string {
  return lower === null || upper === null ? "" : `[${fixed(lower, decimals)}, ${fixed(upper, decimals)}]`;
}

/** "0.911 [0.755, 0.971]". */
export function estimate(
  value: number | null,
  lower: number | null,
  upper: number | null,
  decimals: number,
): string {
  return [fixed(value, decimals), limits(lower, upper, decimals)].filter((part) => part !== "").join(" ");
}

/** A count with thousands set off by commas. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 person", "63 people": a count with its noun. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A share as a percentage, "27.0%". */
export function percent(share: number, decimals = 1): string {
  return `${fixed(100 * share, decimals)}%`;
}
