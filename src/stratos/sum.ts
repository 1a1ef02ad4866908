/**
 * Sum with Neumaier's compensation: correct to about one unit in the last place whatever the order of the
 * terms, so that no number of the study depends on the order of the rows.
 *
 * @param values finite numbers; the sum of none is 0
 */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/** Arithmetic mean by {@link sum}. Precondition: at least one value. */
export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

/**
 * Sum of the squared deviations from the mean (two passes). Precondition: at least one value.
 *
 * @param centre the mean, if it is known already
 */
export function squaredDeviations(values: ArrayLike<number>, centre: number = mean(values)): number {
  const squares = new Float64Array(values.length);
  for (let i = 0; i < squares.length; i += 1) squares[i] = (values[i]! - centre) ** 2;
  return sum(squares);
}
