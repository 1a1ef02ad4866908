/** One sign for each state and the few other signs that output uses; all take one cell or are plain ASCII. */
export interface Symbols {
  readonly queued: string;
  readonly checking: string;
  readonly running: string;
  readonly built: string;
  readonly same: string;
  readonly fresh: string;
  readonly restored: string;
  readonly failed: string;
  readonly blocked: string;
  readonly cancelled: string;
  readonly crashed: string;
  readonly stale: string;
  readonly caveat: string;
  readonly private: string;
  /** Text was left out. */
  readonly more: string;
  /** Between two things of one line. */
  readonly between: string;
  readonly atLeast: string;
}

const UNICODE_SYMBOLS: Symbols = {
  queued: "○",
  checking: "◌",
  running: "▶",
  built: "✓",
  same: "≡",
  fresh: "·",
  restored: "↺",
  failed: "✗",
  blocked: "⊘",
  cancelled: "■",
  crashed: "‼",
  stale: "◇",
  caveat: "⚑",
  private: "▣",
  more: "…",
  between: "·",
  atLeast: "≥",
};

const ASCII_SYMBOLS: Symbols = {
  queued: ".",
  checking: "~",
  running: ">",
  built: "v",
  same: "=",
  fresh: "-",
  restored: "r",
  failed: "x",
  blocked: "/",
  cancelled: "c",
  crashed: "!",
  stale: "*",
  caveat: "^",
  private: "P",
  more: "..",
  between: "-",
  atLeast: ">=",
};

/** The signs that a locale can show; of the three variables the first that is set decides, as POSIX has it. */
export function symbolsFor(env: { readonly [name: string]: string | undefined }): Symbols {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  return /utf-?8/i.test(locale) ? UNICODE_SYMBOLS : ASCII_SYMBOLS;
}
