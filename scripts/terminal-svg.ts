const FONT_SIZE = 13;
const LINE_HEIGHT = 19;
/** Of a monospaced font, in parts of its size; `textLength` holds every font to it. */
const ADVANCE = 0.6;
const PADDING = 16;
const COLOUR_CODE = new RegExp(String.raw`${String.fromCodePoint(0x1b)}\[([\d;]*)m`);
const BACKGROUND = "#1b1f24";
const FOREGROUND = "#d6dae0";
/** Codes of colours (SGR) that the reports use, on a dark ground. */
const COLOURS: ReadonlyMap<number, string> = new Map([
  [31, "#ff7b72"],
  [32, "#7ee787"],
  [33, "#f2cc60"],
  [34, "#79c0ff"],
  [35, "#d2a8ff"],
  [36, "#76e3ea"],
]);

interface Style {
  readonly colour: string;
  readonly isBold: boolean;
  readonly isDim: boolean;
}

interface Span extends Style {
  readonly column: number;
  readonly text: string;
}

const PLAIN: Style = { colour: FOREGROUND, isBold: false, isDim: false };

/**
 * Draws terminal output as an SVG: the same text gives the same bytes.
 *
 * @param output lines with SGR escapes for colours, bold and dim; other escapes are not known
 */
export function terminalSvg(output: string): string {
  const lines = output.trimEnd().split("\n").map(spansOf);
  const columns = Math.max(...lines.flat().map(({ column, text }) => column + text.length));
  const width = Math.ceil(columns * FONT_SIZE * ADVANCE) + 2 * PADDING;
  const height = lines.length * LINE_HEIGHT + 2 * PADDING;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="${FONT_SIZE}" xml:space="preserve">`,
    `<rect width="${width}" height="${height}" rx="6" fill="${BACKGROUND}"/>`,
    ...lines.flatMap((spans, row) => spans.map((span) => textElement(span, row))),
    "</svg>\n",
  ].join("\n");
}

function textElement({ column, text, colour, isBold, isDim }: Span, row: number): string {
  const x = rounded(PADDING + column * FONT_SIZE * ADVANCE);
  const y = PADDING + row * LINE_HEIGHT + FONT_SIZE;
  const length = rounded(text.length * FONT_SIZE * ADVANCE);
  const weight = isBold ? ' font-weight="600"' : "";
  const opacity = isDim ? ' opacity="0.6"' : "";
  return `<text x="${x}" y="${y}" textLength="${length}" fill="${colour}"${weight}${opacity}>${escaped(text)}</text>`;
}

function spansOf(line: string): readonly Span[] {
  const spans: Span[] = [];
  let style = PLAIN;
  let column = 0;
  // Odd parts are the codes between ESC [ and m.
  for (const [index, part] of line.split(COLOUR_CODE).entries()) {
    if (index % 2 === 1) {
      style = part.split(";").map(Number).reduce(styled, style);
      continue;
    }
    if (part.trim() !== "") spans.push({ ...style, column, text: part });
    column += part.length;
  }
  return spans;
}

function styled(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, isBold: true };
  if (code === 2) return { ...style, isDim: true };
  if (code === 22) return { ...style, isBold: false, isDim: false };
  if (code === 39) return { ...style, colour: FOREGROUND };
  return { ...style, colour: COLOURS.get(code) ?? style.colour };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
