import type { Point } from "./affine.ts";

/** One stroke of a path; a closed one ends where it began. */
export type Outline = readonly Point[];

/** How many straight pieces stand for an arc: of the symbols drawn here, to within a fiftieth of a point. */
const arcPieces = 16;

/**
 * The strokes of a path as straight pieces.
 *
 * @throws on a command that this library does not write (curves, elliptical arcs)
 */
export function pathOutlines(d: string): Outline[] {
  const outlines: Point[][] = [];
  let at: Point = [0, 0];
  let start: Point = at;
  for (const { command, numbers } of commandsOf(d)) {
    if (command === "Z" || command === "z") {
      outlines.at(-1)?.push(start);
      at = start;
      continue;
    }
    const next = endOf(command, numbers, at);
    if (command.toUpperCase() === "M") {
      outlines.push([next]);
      start = next;
    } else if (command.toUpperCase() === "A") outlines.at(-1)?.push(...arc(at, next, numbers));
    else outlines.at(-1)?.push(next);
    at = next;
  }
  return outlines;
}

interface Command {
  readonly command: string;
  readonly numbers: readonly number[];
}

/** How many numbers one use of a command takes; more of them repeat it. */
const arities: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, A: 7, Z: 0 };

function commandsOf(d: string): Command[] {
  return [...d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)].flatMap(([, command = "", list = ""]): Command[] => {
    const arity = arities[command.toUpperCase()];
    if (arity === undefined) throw new Error(`no path command of this library: ${command}`);
    const numbers = (list.match(/-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?/g) ?? []).map(Number);
    if (arity === 0) return [{ command, numbers }];
    return Array.from({ length: numbers.length / arity }, (_, i) => ({
      command: i > 0 && command.toUpperCase() === "M" ? (command === "M" ? "L" : "l") : command,
      numbers: numbers.slice(i * arity, (i + 1) * arity),
    }));
  });
}

function endOf(command: string, numbers: readonly number[], at: Point): Point {
  const [x0, y0] = command === command.toLowerCase() ? at : [0, 0];
  const [a = 0, b = 0] = numbers.slice(-2);
  if (command.toUpperCase() === "H") return [x0 + a, at[1]];
  if (command.toUpperCase() === "V") return [at[0], y0 + a];
  return [x0 + a, y0 + b];
}

/** Points along a circular arc, without its first (SVG 2, appendix B.2.4). */
function arc(from: Point, to: Point, numbers: readonly number[]): Point[] {
  const [rx = 0, ry = 0, , large = 0, sweep = 0] = numbers;
  if (Math.abs(rx - ry) > 1e-9) throw new Error("no path command of this library: elliptical arc");
  const half: Point = [(to[0] - from[0]) / 2, (to[1] - from[1]) / 2];
  const reach = Math.hypot(...half);
  if (reach === 0 || rx === 0) return [to];
  const radius = Math.max(rx, reach);
  const side = (large === sweep ? -1 : 1) * Math.sqrt(Math.max(0, (radius / reach) ** 2 - 1));
  const centre: Point = [from[0] + half[0] - side * half[1], from[1] + half[1] + side * half[0]];
  const first = Math.atan2(from[1] - centre[1], from[0] - centre[0]);
  const turn = Math.atan2(to[1] - centre[1], to[0] - centre[0]) - first;
  const whole = 2 * Math.PI;
  const angle = sweep === 1 ? ((turn % whole) + whole) % whole : -(((-turn % whole) + whole) % whole);
  return Array.from({ length: arcPieces }, (_, i): Point => {
    const at = first + (angle * (i + 1)) / arcPieces;
    return [centre[0] + radius * Math.cos(at), centre[1] + radius * Math.sin(at)];
  });
}
