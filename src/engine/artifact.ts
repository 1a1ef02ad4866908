/** What of a file decides for a consumer. `bytes` unless a consumer asks for less; see `docs/reference/views.md`. */
export type View = "bytes" | "tables" | "json" | "pixels" | `table:${string}` | `json:${string}`;

/**
 * A file that a rule reads or writes. The same value serves as an input and as an output: the graph joins
 * producers and consumers by path.
 */
export interface Artifact {
  readonly kind: "file";
  /** Relative to the project root; absolute only where `external`. */
  readonly path: string;
  /** The view whose digest decides for a consumer. */
  readonly view: View;
  /** The view under which a rebuilt output counts as the same. */
  readonly meaning: View;
  /** Holds data that must not be published: mode 600, and no public output may be made from it directly. */
  readonly private: boolean;
  /** Lies outside of the project; known by the name of the input, not by its path. */
  readonly external: boolean;
  /** May be absent, as an input; its coming and going counts. */
  readonly optional: boolean;
  /** As an output, never removed by `plr clean` or as an orphan. */
  readonly precious: boolean;
}

/** A DuckDB file. `table` depends on one table's schema and rows only. */
export interface DuckdbArtifact<Table extends string = string> extends Artifact {
  table(name: Table): Artifact;
}

/** A JSON file, compared by value. `at` depends on one part of it, named by a JSON pointer (RFC 6901). */
export interface JsonArtifact extends Artifact {
  at(pointer: string): Artifact;
}

/** A PNG file. `pixels` depends on the picture, not on the chunks around it. */
export interface PngArtifact extends Artifact {
  pixels(): Artifact;
}

export interface ArtifactOptions {
  readonly private?: boolean;
  readonly precious?: boolean;
}

/**
 * Names a file by its path from the project root.
 *
 * @example file("data/recordings.csv", { private: true })
 */
export function file(
  path: string,
  options: ArtifactOptions & { readonly external?: boolean; readonly optional?: boolean } = {},
): Artifact {
  return {
    kind: "file",
    path,
    view: "bytes",
    meaning: "bytes",
    private: options.private ?? false,
    external: options.external ?? false,
    optional: options.optional ?? false,
    precious: options.precious ?? false,
  };
}

/**
 * Names a DuckDB file and its tables. Two builds of the same rows differ in bytes, so the rows are what counts.
 *
 * @example duckdb("data/results.db", { tables: ["metrics", "predictions"] }).table("metrics")
 */
export function duckdb<const Table extends string = string>(
  path: string,
  options: ArtifactOptions & { readonly tables?: readonly Table[] } = {},
): DuckdbArtifact<Table> {
  const base: Artifact = { ...file(path, options), meaning: "tables" };
  return { ...base, table: (name) => ({ ...base, view: `table:${name}` }) };
}

/**
 * Names a JSON file.
 *
 * @example json("outputs/summary.json").at("/auroc")
 */
export function json(path: string, options: ArtifactOptions = {}): JsonArtifact {
  const base: Artifact = { ...file(path, options), meaning: "json" };
  return { ...base, at: (pointer) => ({ ...base, view: `json:${pointer}` }) };
}

/**
 * Names a PNG file.
 *
 * @example png("figures/forest.png").pixels()
 */
export function png(path: string, options: ArtifactOptions = {}): PngArtifact {
  const base: Artifact = { ...file(path, options), meaning: "pixels" };
  return { ...base, pixels: () => ({ ...base, view: "pixels" }) };
}
