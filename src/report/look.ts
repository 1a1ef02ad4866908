import { pathToFileURL } from "node:url";
import { cleanText } from "./escape.ts";
import { createPaint, type Paint, wantsColour } from "./paint.ts";
import { type Symbols, symbolsFor } from "./symbols.ts";

/** How text looks on one stream. */
export interface Look {
  readonly paint: Paint;
  readonly symbols: Symbols;
  /** Makes text of unknown origin fit to print: no escapes, and places of the project relative to its root. */
  readonly shown: (text: string) => string;
}

/**
 * @param isTTY whether the stream is a terminal
 * @param env the process's environment: colour and locale
 * @param root the project's root as an absolute path; places below it are shown without it
 */
export function createLook(
  isTTY: boolean,
  env: { readonly [name: string]: string | undefined },
  root?: string,
): Look {
  return {
    paint: createPaint(wantsColour(isTTY, env)),
    symbols: symbolsFor(env),
    shown: root === undefined ? cleanText : withoutRoot(root),
  };
}

function withoutRoot(root: string): Look["shown"] {
  const folder = root.endsWith("/") ? root : `${root}/`;
  const { href } = pathToFileURL(folder);
  return (text) => cleanText(text.replaceAll(href, "").replaceAll(folder, ""));
}
