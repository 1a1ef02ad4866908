const SECOND = 1000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A time that runs on, in whole seconds: `12s`, `4m12s`, `1h03m`, `2d04h`. */
export function clock(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / SECOND);
  if (seconds < MINUTE) return `${seconds}s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)}m${twoDigits(seconds % MINUTE)}s`;
  if (seconds < DAY)
    return `${Math.floor(seconds / HOUR)}h${twoDigits(Math.floor((seconds % HOUR) / MINUTE))}m`;
  return `${Math.floor(seconds / DAY)}d${twoDigits(Math.floor((seconds % DAY) / HOUR))}h`;
}

/** A time that is over: as {@link clock}, with one decimal below ten seconds. */
export function duration(ms: number): string {
  return ms < 9_950 ? `${(Math.max(0, ms) / SECOND).toFixed(1)}s` : clock(Math.round(ms / SECOND) * SECOND);
}

/** An expected time, rounded to what can be known of it: `26 s`, `3 min`, `1 h 10 min`, `2 d`. */
export function roughly(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / SECOND));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  const tens = Math.round(minutes / 10) * 10;
  const [hours, rest] = [Math.floor(tens / 60), tens % 60];
  if (hours >= 24) return `${Math.round(hours / 24)} d`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** `3,504` */
export function count(number: number): string {
  return String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1 step`, `3,504 steps` */
export function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** `840 B`, `1.2 MB`, `5 GB`; a thousand each. */
export function bytes(number: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = number < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(number) / 3));
  const scaled = number / 1000 ** power;
  return `${Number(scaled.toFixed(scaled < 10 ? 1 : 0))} ${units[power] ?? ""}`;
}

/** The first of some names, and how many more there are: `paper/main.pdf and 8 more`. */
export function firstOf(names: readonly string[]): string {
  const [first = "nothing", ...others] = names;
  return others.length === 0 ? first : `${first} and ${count(others.length)} more`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
