import type { Measured } from "./measure.ts";
import type { Row } from "./row.ts";

const HEAD = ["tool", "median", "min – max", "memory", "ratio", "goal"];

/**
 * A work's rows as text, with the spread of its repetitions.
 *
 * @param measured in the order of the rows
 */
export function tableOf(rows: readonly Row[], measured: readonly Measured[]): string {
  const cells = rows.map((row, index) => cellsOf(row, measured[index]?.times ?? []));
  const lines = [HEAD, ...cells];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const text = lines.map((line) =>
    line.map((cell, column) => align(cell, column, widths[column] ?? 0)).join("  "),
  );
  return [rows[0]?.work ?? "", ...text.map((line) => `  ${line.trimEnd()}`)].join("\n");
}

function cellsOf({ tool, median_ms, peak_mb, versus, ratio, goal }: Row, times: readonly number[]): string[] {
  return [
    tool,
    duration(median_ms),
    times.length === 0 ? "" : `${duration(Math.min(...times))} – ${duration(Math.max(...times))}`,
    peak_mb === null ? "" : `${peak_mb} MB`,
    ratio === null || versus === null ? "" : `${ratio.toFixed(2)} × ${versus}`,
    goal ?? "",
  ];
}

function duration(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

/** Numbers to the right, words to the left. */
function align(cell: string, column: number, width: number): string {
  return column >= 1 && column <= 3 ? cell.padStart(width) : cell.padEnd(width);
}
