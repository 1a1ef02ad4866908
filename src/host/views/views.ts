import { readFileSync } from "node:fs";
import type { View } from "../../engine/artifact.ts";
import type { Digest, Hasher } from "../../engine/digest.ts";
import type { Format, ViewDigests } from "./format.ts";

/** A view that a file does not have, because it is not of the view's format. */
export class ViewError extends Error {
  readonly view: View;

  constructor(view: View, cause: unknown) {
    super((cause as Error).message.split("\n", 1)[0], { cause });
    this.name = "ViewError";
    this.view = view;
  }
}

/** By what stands before the colon of a view. Each is loaded when a file of it is met. */
const FORMATS: Readonly<Record<string, () => Promise<Format>>> = {
  bytes: async () => (path, _views, hasher) => ({ bytes: hasher.bytes(readFileSync(path)) }),
  json: async () => (await import("./json-and-yaml.ts")).jsonViews,
  yaml: async () => (await import("./json-and-yaml.ts")).yamlViews,
  pixels: async () => (await import("./pixels.ts")).pixelViews,
  content: async () => (await import("./pdf-content.ts")).contentViews,
  csv: async () => (await import("./separated-values.ts")).csvViews,
  tsv: async () => (await import("./separated-values.ts")).tsvViews,
  table: async () => (await import("./duckdb-tables.ts")).tableViews,
  tables: async () => (await import("./duckdb-tables.ts")).tableViews,
  parquet: async () => (await import("./parquet-rows.ts")).parquetViews,
};

/**
 * Digests of what views show of a file. Runs where a step runs: the libraries behind it are heavy.
 *
 * @throws ViewError if the file is not of a view's format
 */
export async function viewDigests(
  path: string,
  views: readonly View[],
  hasher: Hasher,
): Promise<ViewDigests> {
  const byFormat = Map.groupBy(views, (view) => view.split(":", 1)[0] ?? view);
  const digests: Partial<Record<View, Digest>> = {};
  for (const [name, [first, ...others]] of byFormat) {
    if (first === undefined) continue;
    try {
      const format = await FORMATS[name]?.();
      Object.assign(digests, await format?.(path, [first, ...others], hasher));
    } catch (error) {
      throw new ViewError(first, error);
    }
  }
  return digests;
}
