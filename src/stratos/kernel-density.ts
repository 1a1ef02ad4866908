import { describe } from "./describe.ts";

/** Values further off than so many bandwidths add nothing that a double shows beside the nearest. */
const reach = 8;

/**
 * Gaussian kernel density with the bandwidth of Silverman (1986, eq. 3.31; R's `bw.nrd0`):
 * 0.9 · min(s, IQR / 1.34) · n^(−1/5), with the other of the two where one is zero.
 *
 * @param values finite numbers
 * @param at where the density is wanted
 * @returns the density per unit of the values at each place; null under two values, or where none differs
 */
export function kernelDensity(values: readonly number[], at: readonly number[]): number[] | null {
  const width = bandwidth(values);
  if (width === null) return null;
  const scale = 1 / (values.length * width * Math.sqrt(2 * Math.PI));
  return at.map((x) => {
    const sum = values.reduce((total, value) => {
      const u = (x - value) / width;
      return Math.abs(u) > reach ? total : total + Math.exp((-u * u) / 2);
    }, 0);
    return scale * sum;
  });
}

/** Silverman's bandwidth; null under two values, or where none differs. */
export function bandwidth(values: readonly number[]): number | null {
  const description = describe(values);
  if (description === null || description.sd === null) return null;
  const { sd, q25, q75, n } = description;
  const spread = Math.min(sd, (q75 - q25) / 1.34) || sd;
  return spread === 0 ? null : 0.9 * spread * n ** -0.2;
}
