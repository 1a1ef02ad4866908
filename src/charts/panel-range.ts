import type { Json, Layer, Panel } from "./vega-panel.ts";

/**
 * Throws if a mark of the panel lies outside its axis. Vega would draw it off the plot or not at all; a figure must
 * never lose a mark or an end of an interval to a limit.
 */
export function assertInRange(panel: Panel): void {
  for (const layer of panel.layers) {
    for (const channel of ["x", "y"]) {
      const encoding = record(record(layer)["encoding"]);
      const domain = record(record(encoding[channel])["scale"])["domain"] as readonly number[] | undefined;
      if (domain === undefined) continue;
      for (const field of [record(encoding[channel])["field"], record(encoding[`${channel}2`])["field"]]) {
        if (typeof field === "string") assertField(layer, field, domain);
      }
    }
  }
}

function assertField(layer: Layer, field: string, domain: readonly number[]): void {
  const [low, high] = [Math.min(...domain), Math.max(...domain)];
  const slack = (high - low) * 1e-6;
  const rows = (record(layer["data"])["values"] ?? []) as readonly Layer[];
  for (const row of rows) {
    const value = row[field];
    if (typeof value !== "number" || value < low - slack || value > high + slack) {
      throw new Error(`${field} ${JSON.stringify(value)} lies outside its axis, ${low} to ${high}`);
    }
  }
}

function record(value: Json | undefined): Layer {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Layer) : {};
}
