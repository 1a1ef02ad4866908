/** What of a file decides for a consumer. `bytes` unless a consumer asks for less; see `docs/reference/views.md`. */
export type View =
  | "bytes"
  | "tables"
  | `table:${string}`
  | "pixels"
  | "content"
  | ValueFormat
  /** A JSON pointer. */
  | `${ValueFormat}:${string}`
  /** All rows. */
  | RowFormat
  /** A JSON list of columns, or a JSON object of the values that rows have in columns. */
  | `${RowFormat}:${string}`;

type ValueFormat = "json" | "yaml";
type RowFormat = "csv" | "tsv" | "parquet";

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
  /** A folder with all that is in it. */
  readonly folder: boolean;
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

/** A YAML file with one document, compared by value. `at` depends on one part of it, named by a JSON pointer. */
export interface YamlArtifact extends Artifact {
  at(pointer: string): Artifact;
}

/** A file of rows in named columns: CSV, TSV or Parquet. The order of rows counts in none of its views. */
export interface RowsArtifact extends Artifact {
  /** Depends on the rows that have these values in these columns, by default on all rows. */
  rows(where?: Readonly<Record<string, string>>): Artifact;
  /** Depends on these columns only, in whatever order the file has them. */
  columns(...names: readonly [string, ...string[]]): Artifact;
}

/** A PDF file. `content` depends on all but its dates and identifiers. */
export interface PdfArtifact extends Artifact {
  content(): Artifact;
}

/** A PNG file. `pixels` depends on the picture, not on the chunks around it. */
export interface PngArtifact extends Artifact {
  pixels(): Artifact;
}

/** What may be said of any file that a rule makes or reads. */
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
    folder: false,
    precious: options.precious ?? false,
  };
}

/**
 * Names a folder whose files are not known one by one. As an output it is made anew each time, by the step itself, and
 * put in place as a whole; other rules may read it, or files in it. Links in an output are refused.
 *
 * @example dir("out/tiles")
 */
export function dir(path: string, options: ArtifactOptions & { readonly external?: boolean } = {}): Artifact {
  return { ...file(path.replace(/(?<=.)\/+$/, ""), options), folder: true };
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

/**
 * Names a YAML file.
 *
 * @example yaml("configs/defaults.yaml").at("/bootstrap/resamples")
 */
export function yaml(path: string, options: ArtifactOptions = {}): YamlArtifact {
  const base: Artifact = { ...file(path, options), meaning: "yaml" };
  return { ...base, at: (pointer) => ({ ...base, view: `yaml:${pointer}` }) };
}

/**
 * Names a file of comma-separated values (RFC 4180, UTF-8) whose first line names the columns.
 *
 * @example csv("data/subjects.csv").columns("subject", "age")
 * @example csv("data/samples.csv").rows({ subject: "S01" })
 */
export function csv(path: string, options: ArtifactOptions = {}): RowsArtifact {
  return rowsArtifact(path, "csv", options);
}

/** Names a file of tab-separated values, otherwise as {@link csv}. */
export function tsv(path: string, options: ArtifactOptions = {}): RowsArtifact {
  return rowsArtifact(path, "tsv", options);
}

/**
 * Names a Parquet file.
 *
 * @example parquet("data/samples.parquet").columns("subject", "pupil")
 */
export function parquet(path: string, options: ArtifactOptions = {}): RowsArtifact {
  return rowsArtifact(path, "parquet", options);
}

/**
 * Names a PDF file. Dates of making and changing and the file's identifiers do not count, the producer does.
 *
 * @example pdf("paper/main.pdf").content()
 */
export function pdf(path: string, options: ArtifactOptions = {}): PdfArtifact {
  const base: Artifact = { ...file(path, options), meaning: "content" };
  return { ...base, content: () => ({ ...base, view: "content" }) };
}

function rowsArtifact(path: string, format: RowFormat, options: ArtifactOptions): RowsArtifact {
  const base: Artifact = { ...file(path, options), meaning: format };
  return {
    ...base,
    rows: (where = {}) => {
      const conditions = Object.entries(where).sort(([a], [b]) => (a < b ? -1 : 1));
      const chosen = JSON.stringify(Object.fromEntries(conditions));
      return { ...base, view: conditions.length === 0 ? format : `${format}:${chosen}` };
    },
    columns: (...names) => ({ ...base, view: `${format}:${JSON.stringify([...new Set(names)].sort())}` }),
  };
}
