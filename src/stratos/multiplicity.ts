/** Bonferroni's adjusted p-values: min(1, m·p), in the order given. */
export function bonferroni(p: readonly number[]): number[] {
  return p.map((value) => Math.min(1, value * p.length));
}

/** Holm's (1979) step-down adjusted p-values, which hold the family-wise error, in the order given. */
export function holm(p: readonly number[]): number[] {
  const adjusted = Array.from(p);
  let greatest = 0;
  for (const [rank, index] of ascending(p).entries()) {
    greatest = Math.max(greatest, Math.min(1, p[index]! * (p.length - rank)));
    adjusted[index] = greatest;
  }
  return adjusted;
}

/** Benjamini & Hochberg's (1995) step-up adjusted p-values, which hold the false discovery rate, in the order given. */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const adjusted = Array.from(p);
  let least = 1;
  for (const [above, index] of ascending(p).reverse().entries()) {
    least = Math.min(least, (p[index]! * p.length) / (p.length - above));
    adjusted[index] = least;
  }
  return adjusted;
}

function ascending(p: readonly number[]): number[] {
  return [...p.keys()].sort((a, b) => p[a]! - p[b]!);
}
