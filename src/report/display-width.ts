/* oxlint-disable no-control-regex -- escapes take no cells */

/** East Asian wide and full-width characters, by the blocks of Unicode's EastAsianWidth.txt, and emoji. */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)/u;
const UNSEEN = /^[\p{M}\p{Cf}\p{Cc}]+$/u;
const COLOUR = /(\x1b\[[\d;:]*m)/g;

/** The number of terminal cells that a line takes. Colours take none, wide characters two. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return cellsOfAll(graphemes(text.replaceAll(COLOUR, "")));
}

/**
 * Cuts a line at its end, so that it takes at most `width` cells, the sign for what was left out included.
 *
 * @param more that sign
 */
export function cutToWidth(text: string, width: number, more: string): string {
  if (displayWidth(text) <= width) return text;
  const room = Math.max(0, width - displayWidth(more));
  let used = 0;
  let kept = "";
  for (const part of text.split(COLOUR)) {
    if (part.startsWith("\x1b")) {
      kept += part;
      continue;
    }
    const piece = fitting(graphemes(part), room - used);
    kept += piece.join("");
    used += cellsOfAll(piece);
    if (piece.join("") !== part) break;
  }
  const cut = kept + fitting(graphemes(more), width).join("");
  return cut.includes("\x1b") ? `${cut}\x1b[0m` : cut;
}

/** Shortens a name in its middle: both ends of an id tell more than what is between. */
export function shortenMiddle(text: string, width: number, more: string): string {
  if (displayWidth(text) <= width) return text;
  const room = width - displayWidth(more);
  if (room < 2) return cutToWidth(text, width, more);
  const all = graphemes(text);
  const end = fitting(all.toReversed(), Math.floor(room / 2)).reverse();
  const start = fitting(all, room - cellsOfAll(end));
  return start.join("") + more + end.join("");
}

/** Shortens a path by its inner folders: `rules/…/shap.ts:48`. */
export function shortenPath(path: string, width: number, more: string): string {
  if (displayWidth(path) <= width) return path;
  const parts = path.split("/");
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  const short = `${first}/${more}/${last}`;
  return parts.length > 2 && displayWidth(short) <= width ? short : shortenMiddle(path, width, more);
}

/** Fills up with spaces on the right. */
export function padToWidth(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** As many of the first ones as there is room for. */
function fitting(from: readonly string[], room: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const one of from) {
    used += cellsOf(one);
    if (used > room) break;
    taken.push(one);
  }
  return taken;
}

function cellsOfAll(all: readonly string[]): number {
  return all.reduce((sum, one) => sum + cellsOf(one), 0);
}

function cellsOf(grapheme: string): number {
  if (UNSEEN.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

function graphemes(text: string): readonly string[] {
  if (/^[\x20-\x7e]*$/.test(text)) return Array.from(text);
  return Array.from(new Intl.Segmenter("en").segment(text), ({ segment }) => segment);
}
