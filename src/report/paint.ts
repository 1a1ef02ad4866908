import { $, blue, bold, cyan, dim, green, magenta, red, yellow } from "kleur/colors";

/** Colours by meaning, for one stream. Without colour each gives its text back. */
export interface Paint {
  readonly enabled: boolean;
  readonly failed: (text: string) => string;
  readonly built: (text: string) => string;
  readonly same: (text: string) => string;
  readonly running: (text: string) => string;
  readonly blocked: (text: string) => string;
  readonly stale: (text: string) => string;
  readonly caveat: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly strong: (text: string) => string;
}

/** The variables that decide on colour. */
export interface ColourEnv {
  readonly [name: string]: string | undefined;
}

export function createPaint(enabled: boolean): Paint {
  if (!enabled) return PLAIN;
  // The library has one switch for a whole process; plain streams never call it, so it may stay on.
  $.enabled = true;
  return {
    enabled: true,
    failed: red,
    built: green,
    same: cyan,
    running: blue,
    blocked: magenta,
    stale: yellow,
    caveat: yellow,
    quiet: dim,
    strong: bold,
  };
}

/** Whether a stream gets colour. `FORCE_COLOR` wins over all else, as in Node. */
export function wantsColour(isTTY: boolean, env: ColourEnv): boolean {
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (env["NO_COLOR"] || env["NODE_DISABLE_COLORS"] || env["TERM"] === "dumb") return false;
  return isTTY;
}

const same = (text: string): string => text;
const PLAIN: Paint = {
  enabled: false,
  failed: same,
  built: same,
  same,
  running: same,
  blocked: same,
  stale: same,
  caveat: same,
  quiet: same,
  strong: same,
};
