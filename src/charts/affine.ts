/** An affine map, as SVG's matrix(a b c d e f). */
export type Matrix = readonly [number, number, number, number, number, number];

export type Point = readonly [number, number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** The point's image under the map. */
export function apply(m: Matrix, [x, y]: Point): Point {
  return [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
}

/** The map that applies `n` first, then `m`. */
export function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    ...apply(m, [n[4], n[5]]),
  ];
}

/**
 * The map of a `transform` attribute; an empty one changes nothing.
 *
 * @throws on anything but translations and rotations, which are all that this library writes
 */
export function parseTransform(transform: string): Matrix {
  let matrix = identity;
  for (const [, name = "", list = ""] of transform.matchAll(/([a-zA-Z]+)\(([^)]*)\)/g)) {
    const numbers = list
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    matrix = multiply(matrix, stepOf(name, numbers));
  }
  return matrix;
}

function stepOf(name: string, [a = 0, b = 0, c = 0]: readonly number[]): Matrix {
  if (name === "translate") return [1, 0, 0, 1, a, b];
  if (name !== "rotate") throw new Error(`no transform of this library: ${name}`);
  const [cos, sin] = [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)];
  const turn: Matrix = [cos, sin, -sin, cos, 0, 0];
  return multiply(multiply([1, 0, 0, 1, b, c], turn), [1, 0, 0, 1, -b, -c]);
}
