import { contentTex, escapeLatex } from "./escape.ts";
import { SYNTHETIC_NOTICE } from "./synthetic.ts";
import { type Content, rawTex } from "./tex.ts";

/** A column. Numbers of equal decimals align by their point when right. */
export type Column = {
  /** The head; an array is stacked, one line each. */
  readonly header: Content | readonly Content[];
  readonly align: "left" | "right" | "center";
  /** For long names: the column is this share (0 to 1) of the line wide; text stands left, wraps at spaces and plus signs. */
  readonly width?: number;
};

/** A row, or a heading over the rows that follow, set off by a rule and as wide as the table. */
export type Row = readonly Content[] | { readonly section: Content };

/** A table. With a caption or label it floats; without both it is the bare tabular. */
export type Table = {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly caption?: Content;
  /** Letters, digits, colon and hyphen: used in `\ref`. */
  readonly label?: string;
  /** Printed under the table, one paragraph each. */
  readonly notes?: readonly Content[];
  /** Whether the data are synthetic: the table then begins with a line that says so. */
  readonly synthetic?: boolean;
};

/**
 * The LaTeX of a table in booktabs style. Needs the packages `booktabs` and `array`; equal tables give equal text.
 *
 * @throws RangeError if a row has not one cell for each column, or the label is no label: these are bugs of the caller.
 */
export function booktabs(table: Table): string {
  const { columns, caption, label, notes = [] } = table;
  const tabular = [
    `\\begin{tabular}{@{}${columns.map(columnType).join("")}@{}}`,
    String.raw`\toprule`,
    ...(table.synthetic === true
      ? [spanning(columns.length, String.raw`\textbf{${escapeLatex(SYNTHETIC_NOTICE)}}`)]
      : []),
    ...(table.synthetic === true ? [String.raw`\midrule`] : []),
    line(columns.map(head)),
    String.raw`\midrule`,
    ...table.rows.flatMap((row, index) => rowLines(row, { index, columns })),
    String.raw`\bottomrule`,
    String.raw`\end{tabular}`,
  ];
  if (caption === undefined && label === undefined && notes.length === 0) return `${tabular.join("\n")}\n`;
  return `${float({ tabular, caption, label, notes }).join("\n")}\n`;
}

function columnType({ align, width }: Column): string {
  return width === undefined
    ? align.charAt(0)
    : String.raw`>{\raggedright\arraybackslash}p{${width}\linewidth}`;
}

function head({ header, align }: Column): Content {
  if (!isStacked(header)) return header;
  return rawTex(
    String.raw`\shortstack[${align.charAt(0)}]{${header.map((part) => afterBreak(contentTex(part))).join(String.raw` \\ `)}}`,
  );
}

function isStacked(header: Column["header"]): header is readonly Content[] {
  return Array.isArray(header);
}

type Float = {
  readonly tabular: readonly string[];
  readonly caption: Content | undefined;
  readonly label: string | undefined;
  readonly notes: readonly Content[];
};

function float({ tabular, caption, label, notes }: Float): readonly string[] {
  return [
    String.raw`\begin{table}[htbp]`,
    String.raw`\centering`,
    ...(caption === undefined ? [] : [String.raw`\caption{${contentTex(caption)}}`]),
    ...(label === undefined ? [] : [String.raw`\label{${checkedLabel(label)}}`]),
    String.raw`\footnotesize`,
    String.raw`\setlength{\tabcolsep}{3pt}`,
    ...tabular,
    ...noteLines(notes),
    String.raw`\end{table}`,
  ];
}

function noteLines(notes: readonly Content[]): readonly string[] {
  if (notes.length === 0) return [];
  return [
    String.raw`\par\medskip`,
    String.raw`\begin{minipage}{0.95\linewidth}\footnotesize\raggedright`,
    ...notes.map((note) => String.raw`${contentTex(note)}\par`),
    String.raw`\end{minipage}`,
  ];
}

function rowLines(
  row: Row,
  { index, columns }: { index: number; columns: readonly Column[] },
): readonly string[] {
  const width = columns.length;
  if ("section" in row) {
    const heading = spanning(width, String.raw`\textit{${contentTex(row.section)}}`, "l");
    return index === 0 ? [heading] : [String.raw`\addlinespace`, String.raw`\midrule`, heading];
  }
  if (row.length !== width)
    throw new RangeError(`row ${index + 1} has ${row.length} cells for ${width} columns`);
  return [line(row.map((content, at) => (columns[at]?.width === undefined ? content : breakable(content))))];
}

function breakable(content: Content): Content {
  if (typeof content !== "string") return content;
  return rawTex(escapeLatex(content).replaceAll("+", String.raw`+\allowbreak{}`));
}

function line(cells: readonly Content[]): string {
  return String.raw`${afterBreak(cells.map(contentTex).join(" & "))} \\`;
}

/** TeX takes a bracket or star that follows `\\` for an argument of it, and may then loop without end. */
function afterBreak(tex: string): string {
  return /^\s*[[*]/u.test(tex) ? `{}${tex}` : tex;
}

function spanning(width: number, tex: string, align = "c"): string {
  return String.raw`\multicolumn{${width}}{@{}${align}@{}}{${tex}} \\`;
}

function checkedLabel(label: string): string {
  if (!/^[A-Za-z0-9:-]+$/u.test(label))
    throw new RangeError("a label has letters, digits, colons and hyphens only");
  return label;
}
