/** The 97.5 % point of the standard normal distribution, for two-sided intervals of 95 %. */
export const Z975 = 1.959963984540054;

const SQRT_2PI = Math.sqrt(2 * Math.PI);

/** Density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / SQRT_2PI;
}

/**
 * Distribution function Φ of the standard normal distribution, relative accuracy about 1e-14 in both tails.
 *
 * Marsaglia's series (2004) near the centre, Laplace's continued fraction beyond.
 */
export function normalCdf(x: number): number {
  if (Math.abs(x) < 2.5) return 0.5 + normalDensity(x) * oddSeries(x);
  const tail = upperTail(Math.abs(x));
  return x > 0 ? 1 - tail : tail;
}

/** Two-sided p-value of a standard normal statistic. */
export function twoSidedP(z: number): number {
  return Math.min(1, 2 * normalCdf(-Math.abs(z)));
}

/**
 * Quantile of the standard normal distribution, accurate to about 1e-16 (Wichura 1988, AS 241).
 *
 * @param q a probability within [0, 1]; 0 and 1 give −∞ and ∞
 * @throws RangeError if q lies outside
 */
export function normalQuantile(q: number): number {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile needs a probability within [0, 1], not ${q}`);
  if (q === 0 || q === 1) return q === 0 ? -Infinity : Infinity;
  const offset = q - 0.5;
  if (Math.abs(offset) <= 0.425) {
    const r = 0.180625 - offset * offset;
    return (offset * polynomial(CENTRE_TOP, r)) / polynomial(CENTRE_BOTTOM, r);
  }
  const r = Math.sqrt(-Math.log(Math.min(q, 1 - q)));
  const size =
    r <= 5
      ? polynomial(MIDDLE_TOP, r - 1.6) / polynomial(MIDDLE_BOTTOM, r - 1.6)
      : polynomial(FAR_TOP, r - 5) / polynomial(FAR_BOTTOM, r - 5);
  return offset < 0 ? -size : size;
}

function oddSeries(x: number): number {
  let term = x;
  let total = x;
  for (let k = 3; Math.abs(term) > 1e-18; k += 2) {
    term *= (x * x) / k;
    total += term;
  }
  return total;
}

/** Precondition: x ≥ 2.5. So many terms give the same double as any more do. */
function upperTail(x: number): number {
  let fraction = x;
  for (let k = Math.ceil(12 + 600 / (x * x)); k >= 1; k -= 1) fraction = x + k / fraction;
  return normalDensity(x) / fraction;
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((value, coefficient) => value * x + coefficient, 0);
}

const CENTRE_TOP = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const CENTRE_BOTTOM = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];
const MIDDLE_TOP = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const MIDDLE_BOTTOM = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const FAR_TOP = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const FAR_BOTTOM = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
];
