/** Longest line that is printed, in UTF-16 units without escapes. */
const LONGEST = 10_000;
/** Beyond this nothing of a line is looked at: a line of megabytes must not hold up the screen. */
const LOOKED_AT = 100_000;

/* oxlint-disable no-control-regex -- control characters are what this file is about */

/** OSC, DCS, SOS, PM and APC with their text, up to BEL, ST or the end; in 7 and in 8 bits. */
const STRINGS = /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)?/g;
/** CSI sequences, and those that were cut short. */
const CONTROL_SEQUENCES = /(?:\x1b\[|\x9b)([\x30-\x3f]*)([\x20-\x2f]*)([\x40-\x7e]?)/g;
const OTHER_ESCAPES = /\x1b(?!\[[\d;:]*m)[\x20-\x2f]*[\x30-\x7e]?/g;
/** C0 but for tab, newline and ESC; DEL; C1; and marks that turn the direction of text around. */
const CONTROLS = /[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;
const COLOUR = /\x1b\[[\d;:]*m/g;

/**
 * One line of a step's output, fit for a terminal: of all escapes only colours stay, after a carriage return the last
 * text counts, and what is longer than 10,000 characters is cut.
 *
 * @param line without its newline
 */
export function cleanLine(line: string): string {
  const last = lastOverwrite(line.replaceAll("\n", " "));
  if (!/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.test(last)) return cut(last);
  const kept = last
    .slice(0, LOOKED_AT)
    .replace(STRINGS, "")
    .replace(CONTROL_SEQUENCES, (_all, digits: string, between: string, end: string) =>
      end === "m" && between === "" && /^[\d;:]*$/.test(digits) ? `\x1b[${digits}m` : "",
    )
    .replace(OTHER_ESCAPES, "")
    .replace(CONTROLS, "");
  const short = cut(kept);
  return short.includes("\x1b") ? `${short}\x1b[0m` : short;
}

/** A whole log: each line as {@link cleanLine} has it. */
export function cleanOutput(text: string): string {
  return text
    .split("\n")
    .map((line) => cleanLine(line))
    .join("\n");
}

/** The same as {@link cleanLine}, without colours. */
export function cleanPlainLine(line: string): string {
  return withoutColours(cleanLine(line));
}

/** Text of several lines, such as the message of an error: no escapes, no colours. */
export function cleanText(text: string): string {
  return /[^\x20-\x7e\n]/.test(text) || text.length > LONGEST
    ? text.split("\n").map(cleanPlainLine).join("\n")
    : text;
}

export function withoutColours(text: string): string {
  return text.replace(COLOUR, "");
}

/** What is left on the screen when each carriage return goes back to the start of the line. */
function lastOverwrite(line: string): string {
  if (!line.includes("\r")) return line;
  return line.split("\r").findLast((part) => part !== "") ?? "";
}

/** Cuts by characters that are seen; an escape that begins before the cut stays whole. */
function cut(line: string): string {
  if (line.length <= LONGEST) return line;
  let room = LONGEST;
  let kept = "";
  for (const part of line.split(/(\x1b\[[\d;:]*m)/)) {
    if (part.startsWith("\x1b")) {
      kept += part;
      continue;
    }
    const piece = part.slice(0, room);
    // Half of a surrogate pair is no character.
    kept += piece.length < part.length ? piece.replace(/[\ud800-\udbff]$/, "") : piece;
    room -= piece.length;
    if (room === 0) break;
  }
  return kept;
}
