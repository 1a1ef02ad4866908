import { ink } from "./theme.ts";

type Rgb = readonly [number, number, number];

/** The colour at `share` (0 to 1) along a ramp of hex colours, linear in sRGB between neighbours. */
export function rampColor(ramp: readonly string[], share: number): string {
  const place = Math.min(Math.max(share, 0), 1) * (ramp.length - 1);
  const index = Math.min(Math.floor(place), ramp.length - 2);
  const [from, to] = [parseHex(ramp[index] ?? ink.white), parseHex(ramp[index + 1] ?? ink.white)];
  return toHex(mix(from, to, place - index));
}

/** Whether a colour lies on a ramp, to within rounding. */
export function isOnRamp(ramp: readonly string[], color: string): boolean {
  const wanted = parseHex(color);
  return ramp.slice(1).some((end, i) => isBetween(parseHex(ramp[i] ?? end), parseHex(end), wanted));
}

/** Whether `color` is a mixture of two colours: the mixture nearest to it differs by rounding alone. */
function isBetween(from: Rgb, to: Rgb, color: Rgb): boolean {
  const along = to.map((channel, i) => channel - (from[i] ?? 0));
  const length = along.reduce((sum, step) => sum + step * step, 0);
  const offset = color.map((channel, i) => channel - (from[i] ?? 0));
  const share = offset.reduce((sum, value, i) => sum + value * (along[i] ?? 0), 0) / Math.max(length, 1);
  const nearest = mix(from, to, Math.min(Math.max(share, 0), 1));
  return nearest.every((channel, i) => Math.abs(channel - (color[i] ?? 0)) <= 1);
}

/** Black or white, whichever contrasts more with the ground (WCAG 2.2 relative luminance). */
export function inkOn(ground: string): string {
  return contrast(ground, ink.black) >= contrast(ground, ink.white) ? ink.black : ink.white;
}

/** WCAG 2.2 contrast ratio of two colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(parseHex(a)), luminance(parseHex(b))].sort((x, y) => x - y) as [
    number,
    number,
  ];
  return (high + 0.05) / (low + 0.05);
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const at = (i: 0 | 1 | 2) => from[i] + (to[i] - from[i]) * share;
  return [at(0), at(1), at(2)];
}

function parseHex(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function toHex(rgb: Rgb): string {
  return `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`.toUpperCase();
}
