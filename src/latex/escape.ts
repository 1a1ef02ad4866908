import type { Content } from "./tex.ts";

/**
 * Plain text as LaTeX: special characters escaped, dashes kept apart (`--` would become one), the mathematical signs
 * and Greek letters of this study written out, white space of any kind one space. Text keeps its meaning in any font
 * encoding; other letters outside ASCII are left for the document's input encoding.
 */
export function escapeLatex(text: string): string {
  return text.replaceAll(/\s+/gu, " ").replace(SPECIAL, (sign) => ESCAPES[sign] ?? sign);
}

/** The LaTeX of plain text or finished LaTeX. */
export function contentTex(content: Content): string {
  return typeof content === "string" ? escapeLatex(content) : content.tex;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": String.raw`\textbackslash{}`,
  "{": String.raw`\{`,
  "}": String.raw`\}`,
  $: String.raw`\$`,
  "&": String.raw`\&`,
  "#": String.raw`\#`,
  "%": String.raw`\%`,
  _: String.raw`\_`,
  "^": String.raw`\textasciicircum{}`,
  "~": String.raw`\textasciitilde{}`,
  "<": "$<$",
  ">": "$>$",
  "|": String.raw`\textbar{}`,
  '"': "{''}",
  "`": String.raw`\textasciigrave{}`,
  "--": "-{}-",
  "–": "--",
  "—": "---",
  "−": "$-$",
  "≤": String.raw`$\leq$`,
  "≥": String.raw`$\geq$`,
  "≈": String.raw`$\approx$`,
  "≠": String.raw`$\neq$`,
  "±": String.raw`$\pm$`,
  "×": String.raw`$\times$`,
  "→": String.raw`$\rightarrow$`,
  "²": "$^2$",
  "·": String.raw`$\cdot$`,
  "…": String.raw`\ldots{}`,
  "‘": "`",
  "’": "'",
  "“": "``",
  "”": "''",
  α: String.raw`$\alpha$`,
  β: String.raw`$\beta$`,
  Δ: String.raw`$\Delta$`,
  η: String.raw`$\eta$`,
  κ: String.raw`$\kappa$`,
  μ: String.raw`$\mu$`,
  π: String.raw`$\pi$`,
  ρ: String.raw`$\rho$`,
  σ: String.raw`$\sigma$`,
  τ: String.raw`$\tau$`,
  χ: String.raw`$\chi$`,
  ω: String.raw`$\omega$`,
};

const SPECIAL = new RegExp(
  Object.keys(ESCAPES)
    .sort((a, b) => b.length - a.length)
    .map((sign) => sign.replaceAll(/[\\^$|{}]/gu, String.raw`\$&`))
    .join("|"),
  "gu",
);
