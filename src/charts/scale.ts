/** A displayed range, low end first. */
export type Domain = readonly [number, number];

/** A straight-line map from data to points. */
export type Scale = (value: number) => number;

/** Maps `domain` onto `range`, both ends included. */
export function linear(domain: Domain, range: readonly [number, number]): Scale {
  const slope = (range[1] - range[0]) / (domain[1] - domain[0]);
  return (value) => range[0] + (value - domain[0]) * slope;
}

/** The smallest range of multiples of `step` that holds every value; nulls are passed over. */
export function domainOf(values: readonly (number | null)[], step: number): Domain {
  const present = values.filter((value) => value !== null);
  if (present.length === 0) return [0, step];
  const [low, high] = present.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [
    Infinity,
    -Infinity,
  ] as [number, number]);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  return [round(first * step), round(last * step)];
}

/** A displayed range with its ticks. */
export interface Ruler {
  readonly domain: Domain;
  readonly ticks: readonly number[];
}

/**
 * A range that holds every value and ends on a tick at both sides, the ticks on steps of 1, 2 or 5 times a power of
 * ten: as near to `wanted` in number, and as little longer than the values reach, as may be.
 */
export function rulerOf(values: readonly (number | null)[], wanted: number): Ruler {
  const present = values.filter((value) => value !== null);
  const span = Math.max(...present) - Math.min(...present);
  const power = 10 ** Math.floor(Math.log10((span > 0 ? span : 1) / wanted));
  const candidates = [1, 2, 5, 10].map((k): Ruler => {
    const domain = domainOf(present, k * power);
    return { domain, ticks: multiplesWithin(domain, k * power) };
  });
  const miss = ({ domain, ticks }: Ruler) =>
    Math.abs(Math.log(ticks.length / wanted)) + Math.log((domain[1] - domain[0]) / (span > 0 ? span : 1));
  return candidates.reduce((best, ruler) => (miss(ruler) < miss(best) ? ruler : best));
}

/** The ruler of a range that is given, or one of its own for the values. */
export function rulerWithin(
  given: Domain | undefined,
  values: readonly (number | null)[],
  wanted: number,
): Ruler {
  return given === undefined ? rulerOf(values, wanted) : { domain: given, ticks: ticksOf(given, wanted) };
}

/** The range of `domainOf`, widened to have zero at its middle. */
export function domainAboutZero(values: readonly (number | null)[], step: number): Domain {
  const [low, high] = domainOf(values, step);
  const reach = Math.max(-low, high);
  return [-reach, reach];
}

/** Round tick values within a domain on steps of 1, 2 or 5 times a power of ten, as near to `wanted` in number as may be. */
export function ticksOf(domain: Domain, wanted: number): number[] {
  const span = domain[1] - domain[0];
  const power = 10 ** Math.floor(Math.log10(span / wanted));
  const candidates = [1, 2, 5, 10].map((k) => multiplesWithin(domain, k * power));
  const miss = (ticks: readonly number[]) => Math.abs(Math.log(ticks.length / wanted));
  return candidates.reduce((best, ticks) => (miss(ticks) < miss(best) ? ticks : best));
}

function multiplesWithin(domain: Domain, step: number): number[] {
  const first = Math.ceil(domain[0] / step - 1e-9);
  const last = Math.floor(domain[1] / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => round((first + i) * step));
}

function round(value: number): number {
  return Math.round(value * 1e9) / 1e9 || 0;
}
