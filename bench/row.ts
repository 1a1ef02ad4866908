import { median } from "./median.ts";
import type { Measured } from "./measure.ts";
import type { Work } from "./work.ts";

/** What `--json` writes, one for each tool of each work. */
export interface Row {
  readonly work: string;
  readonly tool: string;
  readonly median_ms: number;
  /** Of all its processes together; null where it could not be read, or for a part of a run. */
  readonly peak_mb: number | null;
  /** The tool that this one is compared with. */
  readonly versus: string | null;
  /** This one's median over that one's. */
  readonly ratio: number | null;
  readonly goal: string | null;
}

/** The rows of one measured work. The first tool carries the goal; the one compared with has no ratio. */
export function rowsOf(
  work: Pick<Work, "name" | "goal">,
  versus: string | null,
  measured: readonly Measured[],
): Row[] {
  const base = measured.find(({ tool }) => tool === versus);
  return measured.map(({ tool, times, peakBytes }, index) => {
    const own = median(times);
    const isCompared = base !== undefined && tool !== versus;
    return {
      work: work.name,
      tool,
      median_ms: rounded(own, 1),
      peak_mb: peakBytes === null ? null : Math.round(peakBytes / 1e6),
      versus: isCompared ? versus : null,
      ratio: isCompared ? rounded(own / median(base.times), 2) : null,
      goal: index === 0 ? work.goal : null,
    };
  });
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
