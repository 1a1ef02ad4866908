/** Coefficients of Lanczos's approximation with g = 7. */
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** ln Γ(x), relative accuracy about 1e-14. Precondition: x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  const series = LANCZOS.reduce((total, c, k) => (k === 0 ? c : total + c / (z + k)), 0);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series);
}

/** Upper regularised incomplete gamma function Q(a, x) = Γ(a, x)/Γ(a). Preconditions: a > 0, x ≥ 0. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - scale * gammaSeries(a, x) : scale / gammaFraction(a, x);
}

/**
 * Regularised incomplete beta function I_x(a, b), by its continued fraction. Preconditions: a, b > 0, 0 ≤ x ≤ 1.
 *
 * @param complement 1 − x; given apart, so that x close to 1 keeps its digits
 */
export function regularisedBeta(a: number, b: number, x: number, complement: number = 1 - x): number {
  if (x <= 0) return 0;
  if (complement <= 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(b, a, complement, x);
  const scale = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(complement),
  );
  return (scale * betaFraction(a, b, x)) / a;
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let total = term;
  for (let k = 1; term > total * 1e-17; k += 1) {
    term *= x / (a + k);
    total += term;
  }
  return total;
}

function gammaFraction(a: number, x: number): number {
  // Evaluated from behind, with more terms than the fraction needs for x ≥ a + 1.
  const terms = 400;
  let fraction = x + 2 * terms + 1 - a;
  for (let k = terms; k >= 1; k -= 1) fraction = x + 2 * k - 1 - a - (k * (k - a)) / fraction;
  return fraction;
}

/** Lentz's method for the continued fraction of the incomplete beta function. */
function betaFraction(a: number, b: number, x: number): number {
  const guard = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const numerator of [even, odd]) {
      d = 1 / guard(1 + numerator * d);
      c = guard(1 + numerator / c);
      change = c * d;
      fraction *= change;
    }
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return fraction;
}
