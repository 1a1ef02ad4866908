const FORMATS: Readonly<Record<string, string>> = {
  table: "a DuckDB file",
  tables: "a DuckDB file",
  json: "JSON",
  yaml: "YAML",
  pixels: "PNG",
  content: "PDF",
  csv: "CSV",
  tsv: "TSV",
  parquet: "Parquet",
};

/** What a view shows of a file: `essential_metrics`, `/auroc`, `columns age, subject`, `rows where subject = S01`. */
export function viewWords(view: string): string {
  const colon = view.indexOf(":");
  const [format, part] = colon < 0 ? [view, undefined] : [view.slice(0, colon), view.slice(colon + 1)];
  if (!/^(?:csv|tsv|parquet)$/.test(format)) return part ?? format;
  if (part === undefined) return "rows";
  const chosen = JSON.parse(part) as readonly string[] | Readonly<Record<string, string>>;
  if (Array.isArray(chosen)) return `columns ${chosen.join(", ")}`;
  const conditions = Object.entries(chosen).map(([column, value]) => `${column} = ${value}`);
  return `rows where ${conditions.join(" and ")}`;
}

/** What a file must be to have a view. */
export function formatOf(view: string): string {
  return FORMATS[view.split(":", 1)[0] ?? view] ?? view;
}
