import { sum } from "./sum.ts";

/** The projection of a response on the space that some columns span. */
export interface Projection {
  readonly fitted: Float64Array;
  readonly residualSumOfSquares: number;
  /** Dimension of the space. */
  readonly rank: number;
}

/** A column counts as spanned by the earlier ones if no more than this share of its length is left. */
const TOLERANCE = 1e-10;

/**
 * Least squares by orthogonalising the columns one after another, twice each for accuracy (Gram–Schmidt). Columns
 * that the earlier ones span add nothing.
 *
 * @param columns of equal length; the intercept is one of them if there is to be one
 * @param response of the same length
 */
export function project(columns: readonly Float64Array[], response: Float64Array): Projection {
  const basis = orthonormalBasis(columns);
  return { ...projectOn(basis, response), rank: basis.length };
}

/** The projection on the space that an orthonormal basis spans. */
export function projectOn(basis: readonly Float64Array[], response: Float64Array): Omit<Projection, "rank"> {
  const residuals = new Float64Array(response);
  for (const direction of basis) removeComponent(residuals, direction);
  const fitted = new Float64Array(response.length);
  for (let i = 0; i < fitted.length; i += 1) fitted[i] = response[i]! - residuals[i]!;
  for (let i = 0; i < fitted.length; i += 1) residuals[i]! *= residuals[i]!;
  return { fitted, residualSumOfSquares: sum(residuals) };
}

/** Squared length of a vector's projection on the space that an orthonormal basis spans. */
export function squaredLengthAlong(basis: readonly Float64Array[], vector: Float64Array): number {
  let squares = 0;
  for (const direction of basis) squares += innerProduct(vector, direction) ** 2;
  return squares;
}

/** Orthonormal directions that span what the columns span; columns that the earlier ones span add none. */
export function orthonormalBasis(columns: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const rest = Float64Array.from(column);
    const before = length(rest);
    for (let pass = 0; pass < 2; pass += 1) for (const direction of basis) removeComponent(rest, direction);
    const left = length(rest);
    if (left > TOLERANCE * before) basis.push(rest.map((value) => value / left));
  }
  return basis;
}

function removeComponent(vector: Float64Array, direction: Float64Array): void {
  const product = innerProduct(vector, direction);
  for (let i = 0; i < vector.length; i += 1) vector[i]! -= product * direction[i]!;
}

function length(vector: Float64Array): number {
  return Math.sqrt(innerProduct(vector, vector));
}

function innerProduct(a: Float64Array, b: Float64Array): number {
  let product = 0;
  for (let i = 0; i < a.length; i += 1) product += a[i]! * b[i]!;
  return product;
}
