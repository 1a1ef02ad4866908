import type { Point } from "./affine.ts";

/** A piece of a path, in absolute coordinates. */
export type Segment =
  | { readonly kind: "move" | "line" | "close"; readonly to: Point }
  | { readonly kind: "arc"; readonly to: Point; readonly arc: Arc };

/** A part of a circle: `turn` radians from the angle `first`, measured from the x axis towards the y axis. */
export interface Arc {
  readonly centre: Point;
  readonly radius: number;
  readonly first: number;
  readonly turn: number;
}

/**
 * The pieces of an SVG path; one that is closed leads back to where its stroke began.
 *
 * @throws on a command that this library does not write (curves, elliptical arcs)
 */
export function pathSegments(d: string): Segment[] {
  const segments: Segment[] = [];
  let at: Point = [0, 0];
  let start: Point = at;
  for (const { command, numbers } of commandsOf(d)) {
    const kind = command.toUpperCase();
    const to = kind === "Z" ? start : endOf(command, numbers, at);
    if (kind === "M") start = to;
    segments.push(segmentOf(kind, numbers, { from: at, to }));
    at = to;
  }
  return segments;
}

function segmentOf(
  kind: string,
  numbers: readonly number[],
  { from, to }: { from: Point; to: Point },
): Segment {
  if (kind === "A") {
    const arc = arcBetween(from, to, numbers);
    return arc === undefined ? { kind: "line", to } : { kind: "arc", to, arc };
  }
  return { kind: kind === "M" ? "move" : kind === "Z" ? "close" : "line", to };
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

/** The circle's part that an arc command means (SVG 2, appendix B.2.4); none if it is a straight line. */
function arcBetween(from: Point, to: Point, numbers: readonly number[]): Arc | undefined {
  const [rx = 0, ry = 0, , large = 0, sweep = 0] = numbers;
  if (Math.abs(rx - ry) > 1e-9) throw new Error("no path command of this library: elliptical arc");
  const half: Point = [(to[0] - from[0]) / 2, (to[1] - from[1]) / 2];
  const reach = Math.hypot(...half);
  if (reach === 0 || rx === 0) return undefined;
  const radius = Math.max(rx, reach);
  const side = (large === sweep ? -1 : 1) * Math.sqrt(Math.max(0, (radius / reach) ** 2 - 1));
  const centre: Point = [from[0] + half[0] - side * half[1], from[1] + half[1] + side * half[0]];
  const first = Math.atan2(from[1] - centre[1], from[0] - centre[0]);
  const angle = Math.atan2(to[1] - centre[1], to[0] - centre[0]) - first;
  const whole = 2 * Math.PI;
  const turn = sweep === 1 ? ((angle % whole) + whole) % whole : -(((-angle % whole) + whole) % whole);
  return { centre, radius, first, turn };
}
