import { dot } from "./leading-vectors.ts";
import { inverted } from "./inverted.ts";

/** Weights of the columns that fit a response best; the columns must not span one another. */
export function solveLeastSquares(columns: readonly Float64Array[], response: Float64Array): number[] {
  const inverse = inverted(columns.map((x) => columns.map((y) => dot(x, y))));
  const products = columns.map((column) => dot(column, response));
  return inverse.map((row) => row.reduce((sum, value, i) => sum + value * (products[i] ?? 0), 0));
}
