import { studentTwoSidedQuantile } from "plr/stratos/distributions";
import type { SignalSummary } from "../../schema/signals.ts";

/** The ground-truth pupil of one class at one time. */
export interface ClassAtTime {
  readonly class_label: string;
  /** Seconds, to a thousandth. */
  readonly time_s: number;
  readonly n: number;
  readonly mean: number;
  /** Standard deviation (n − 1) over people. */
  readonly sd: number;
}

/**
 * Rows of `signal_summary`: each class with Student's interval, and glaucoma minus control with Welch's.
 *
 * @param classes at least two people each
 */
export function signalRows(classes: readonly ClassAtTime[], unit: string): SignalSummary[] {
  const times = [...Map.groupBy(classes, ({ time_s }) => time_s)];
  const differences = times.flatMap(([time_s, group]): SignalSummary[] => {
    const [control, glaucoma] = ["control", "glaucoma"].map((label) =>
      group.find(({ class_label }) => class_label === label),
    );
    return control === undefined || glaucoma === undefined
      ? []
      : [{ class_label: "difference", time_s, unit, ...difference(glaucoma, control) }];
  });
  const means = classes.map(({ class_label, time_s, n, mean, sd }): SignalSummary => {
    const reach = studentTwoSidedQuantile(0.05, n - 1) * (sd / Math.sqrt(n));
    return { class_label, time_s, unit, n, mean, ci_lower: mean - reach, ci_upper: mean + reach };
  });
  return [...means, ...differences]
    .map((row) => ({
      ...row,
      mean: rounded(row.mean),
      ci_lower: rounded(row.ci_lower),
      ci_upper: rounded(row.ci_upper),
    }))
    .toSorted((a, b) => compare(a.class_label, b.class_label) || a.time_s - b.time_s);
}

function difference(
  a: ClassAtTime,
  b: ClassAtTime,
): Pick<SignalSummary, "n" | "mean" | "ci_lower" | "ci_upper"> {
  const [va, vb] = [a.sd ** 2 / a.n, b.sd ** 2 / b.n];
  const mean = a.mean - b.mean;
  const spread = va + vb;
  const df = spread ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1));
  const reach = spread === 0 ? 0 : studentTwoSidedQuantile(0.05, df) * Math.sqrt(spread);
  return { n: a.n + b.n, mean, ci_lower: mean - reach, ci_upper: mean + reach };
}

/** To nine decimals: more are noise of the sums, and may hang on the version of DuckDB. */
function rounded(value: number): number {
  return Math.round(value * 1e9) / 1e9 || 0;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
