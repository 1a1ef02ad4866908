/** The middle value, or the mean of the two in the middle. Precondition: at least one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [lower, upper] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  if (lower === undefined || upper === undefined) throw new RangeError("a median needs at least one value");
  return (lower + upper) / 2;
}
