/** Text that is LaTeX already. A plain string is never taken for it: it is escaped. */
export type Tex = { readonly tex: string };

/** What a cell, caption or note may be: plain text, which is escaped, or finished LaTeX. */
export type Content = string | Tex;

/** Marks LaTeX as finished; nothing is checked. */
export function rawTex(tex: string): Tex {
  return { tex };
}
