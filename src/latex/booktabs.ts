import { contentTex, escapeLatex } from "./escape.ts";
import { numberColumn } from "./number-column.ts";
import { SYNTHETIC_NOTICE } from "./synthetic.ts";
import type { Content } from "./tex.ts";

/** A column of text, or one of numbers, intervals or estimates, which align by their decimal points. */
export type Column = {
  /** The head; an array is stacked, one line each. */
  readonly header: Content | readonly Content[];
  readonly align: "left" | "number";
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

/** More rows than this do not fit on one page: the table breaks over pages instead of floating. */
const MOST_FLOATING = 40;

/**
 * The LaTeX of a table in booktabs style; equal tables give equal text. Needs the packages `booktabs`, `array` and
 * `siunitx`, and `longtable` for more than 40 rows.
 *
 * @throws RangeError if a row has not one cell for each column, or the label is no label: these are bugs of the caller.
 */
export function booktabs(table: Table): string {
  const { caption, label, notes = [], rows } = table;
  const body = bodyOf(table);
  if (caption === undefined && label === undefined && notes.length === 0) {
    return lines([`\\begin{tabular}${body.preamble}`, ...body.head, ...body.rows, String.raw`\end{tabular}`]);
  }
  return lines(rows.length > MOST_FLOATING ? long(table, body) : float(table, body));
}

function lines(tex: readonly string[]): string {
  return `${tex.join("\n")}\n`;
}

/** The parts of the tabular: they are put together in two ways. */
type Body = {
  readonly preamble: string;
  readonly head: readonly string[];
  readonly rows: readonly string[];
};

/** A column as it is set. */
type SetColumn = {
  readonly types: string;
  readonly span: number;
  readonly head: string;
  readonly cell: (content: Content) => string;
};

function bodyOf({ columns, rows, synthetic = false }: Table): Body {
  const set = columns.map((column, at) => setColumn(column, cellsOf(rows, { at, width: columns.length })));
  const span = set.reduce((total, column) => total + column.span, 0);
  const notice = [
    spanning(span, String.raw`\textbf{${escapeLatex(SYNTHETIC_NOTICE)}}`),
    String.raw`\midrule`,
  ];
  return {
    preamble: `{@{}${set.map(({ types }) => types).join("")}@{}}`,
    head: [
      String.raw`\toprule`,
      ...(synthetic ? notice : []),
      line(set.map(({ head }) => head)),
      String.raw`\midrule`,
    ],
    rows: [
      ...rows.flatMap((row, index) => {
        if (!("section" in row)) return [line(set.map(({ cell }, at) => cell(row[at] ?? "")))];
        const heading = spanning(span, String.raw`\textit{${contentTex(row.section)}}`, "l");
        return index === 0 ? [heading] : [String.raw`\addlinespace`, String.raw`\midrule`, heading];
      }),
      String.raw`\bottomrule`,
    ],
  };
}

function cellsOf(rows: readonly Row[], { at, width }: { at: number; width: number }): readonly Content[] {
  return rows.flatMap((row, index) => {
    if ("section" in row) return [];
    if (row.length !== width) {
      throw new RangeError(`row ${index + 1} has ${row.length} cells for ${width} columns`);
    }
    return row[at] ?? "";
  });
}

function setColumn({ header, align, width }: Column, cells: readonly Content[]): SetColumn {
  if (align === "number") {
    const numbers = numberColumn(cells);
    return { ...numbers, head: numbers.centred(stacked(header, "c")) };
  }
  const head = stacked(header, "l");
  if (width === undefined) return { types: "l", span: 1, head, cell: contentTex };
  return {
    types: String.raw`>{\raggedright\arraybackslash}p{${width}\linewidth}`,
    span: 1,
    head,
    cell: breakable,
  };
}

/** Struts keep lines with and without tall letters at one height. */
function stacked(header: Column["header"], side: "l" | "c"): string {
  if (!isStacked(header)) return contentTex(header);
  return String.raw`\shortstack[${side}]{${header.map((part) => `${afterBreak(contentTex(part))}\\strut`).join(String.raw` \\ `)}}`;
}

function isStacked(header: Column["header"]): header is readonly Content[] {
  return Array.isArray(header);
}

function breakable(content: Content): string {
  const tex = contentTex(content);
  return typeof content === "string" ? tex.replaceAll("+", String.raw`+\allowbreak{}`) : tex;
}

function float(table: Table, { preamble, head, rows }: Body): readonly string[] {
  return [
    String.raw`\begin{table}[htbp]`,
    String.raw`\centering`,
    ...title(table),
    String.raw`\footnotesize`,
    String.raw`\setlength{\tabcolsep}{4pt}`,
    `\\begin{tabular}${preamble}`,
    ...head,
    ...rows,
    String.raw`\end{tabular}`,
    ...noteLines(table, String.raw`\par\medskip`),
    String.raw`\end{table}`,
  ];
}

function long(table: Table, { preamble, head, rows }: Body): readonly string[] {
  return [
    String.raw`\begingroup`,
    String.raw`\footnotesize`,
    String.raw`\setlength{\tabcolsep}{4pt}`,
    `\\begin{longtable}${preamble}`,
    `${title(table).join("\n")} \\\\`,
    ...head,
    String.raw`\endfirsthead`,
    ...head,
    String.raw`\endhead`,
    ...rows,
    String.raw`\end{longtable}`,
    ...noteLines(table, String.raw`\noindent\hfil`),
    String.raw`\par\endgroup`,
  ];
}

function title({ caption, label }: Table): readonly string[] {
  return [
    ...(caption === undefined ? [] : [String.raw`\caption{${contentTex(caption)}}`]),
    ...(label === undefined ? [] : [String.raw`\label{${checkedLabel(label)}}`]),
  ];
}

function noteLines({ notes = [] }: Table, before: string): readonly string[] {
  if (notes.length === 0) return [];
  return [
    before,
    String.raw`\begin{minipage}{0.95\linewidth}\footnotesize\raggedright`,
    ...notes.map((note) => String.raw`${contentTex(note)}\par`),
    String.raw`\end{minipage}`,
  ];
}

function line(cells: readonly string[]): string {
  return String.raw`${afterBreak(cells.join(" & "))} \\`;
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
