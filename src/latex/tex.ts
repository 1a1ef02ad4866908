/**
 * Text that is LaTeX already. A plain string is never taken for it: it is escaped. `numbers` are the numbers that it
 * is made of as siunitx reads them (`-0.030`, `< 0.001`): columns of numbers set these, each by its decimal point.
 */
export type Tex = { readonly tex: string; readonly numbers?: readonly string[] };

/** What a cell, caption or note may be: plain text, which is escaped, or finished LaTeX. */
export type Content = string | Tex;

/** Marks LaTeX as finished; nothing is checked. */
export function rawTex(tex: string): Tex {
  return { tex };
}
