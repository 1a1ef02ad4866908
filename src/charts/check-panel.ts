import type { Json, Layer, Panel } from "./vega-panel.ts";

/**
 * A figure must never lose a mark, an end of an interval or an axis without a word.
 *
 * @throws if a mark of the panel lies outside its axis, which Vega would draw off the plot or not at all, or if one layer
 *   has an axis where another has none, which Vega takes as none
 */
export function assertWhole(panel: Panel): void {
  assertInRange(panel);
  for (const channel of ["x", "y"]) {
    const positions = panel.layers.map((layer) => record(record(record(layer)["encoding"])[channel]));
    const axes = positions.filter(({ scale }) => scale !== undefined).map(({ axis }) => axis ?? null);
    if (axes.includes(null) && axes.some((axis) => axis !== null)) {
      throw new Error(`one layer of a panel has an axis for ${channel} and another has none`);
    }
  }
}

function assertInRange(panel: Panel): void {
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
