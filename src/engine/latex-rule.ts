import { type Artifact, file } from "./artifact.ts";
import { quotedWord } from "./quoted-word.ts";
import { type Inputs, type Params, type Rule, type RuleOptions, tool } from "./rule.ts";
import { shell } from "./shell-rule.ts";
import { callSite, sitesWanted } from "./site.ts";

interface LatexOptions<I extends Inputs, P extends Params> extends Omit<
  RuleOptions<I, { pdf: Artifact }, P>,
  "outputs"
> {
  /** The main file, from the project root. It is set in its own folder, so that its paths start there. */
  readonly source: string;
  /** Where the document goes. */
  readonly pdf: string | Artifact;
  readonly engine?: "pdflatex" | "lualatex" | "xelatex";
  /** TeX that is read before the source, as `\def\draft{1}`. */
  readonly before?: string;
  /** What `\today` gives, as `2026-03-01`. Without it that is the day of the run, which nothing takes notice of. */
  readonly date?: string;
  /** Where latexmk is not installed, the rule is left out with a notice and is no failure. */
  readonly optional?: boolean;
}

const FLAGS = { pdflatex: "-pdf", lualatex: "-pdflua", xelatex: "-pdfxe" } as const;

/**
 * Declares a document that latexmk sets. What it reads is discovered: from the recorder's `.fls`, from what latexmk
 * knows of bibliographies, and, of files that are not there, from what TeX looked for. Tables and figures of other
 * rules need not be named; they are made first.
 *
 * @example latex({ name: "paper", source: "paper/main.tex", pdf: "outputs/paper.pdf", optional: true });
 * @throws RangeError for a date that is none
 */
export function latex<
  const I extends Inputs = Record<never, never>,
  const P extends Params = Record<never, never>,
>(options: LatexOptions<I, P>): Rule<I & { readonly source: string }, { readonly pdf: Artifact }, P> {
  const { source, pdf, engine = "pdflatex", before = "", date, optional = false, ...common } = options;
  const site = sitesWanted() ? callSite(latex) : undefined;
  const rule = shell({
    ...common,
    inputs: { ...(common.inputs ?? ({} as I)), source },
    outputs: { pdf: typeof pdf === "string" ? file(pdf) : pdf },
    tools: [
      ...(common.tools ?? []),
      tool("latexmk", ["--version"], { optional }),
      tool(engine, ["--version"], { optional }),
    ],
    script: scriptOf(source, { flag: FLAGS[engine], before, date }),
  });
  if (rule.action.type === "task") return rule;
  return { ...rule, site, action: { ...rule.action, lists: { format: "recorder", path: "{depfile}" } } };
}

interface Setting {
  readonly flag: string;
  readonly before: string;
  readonly date: string | undefined;
}

/**
 * All that TeX writes goes to the step's scratch folder. The document holds no time of its making and no identity of
 * the run. Kpathsea tells of each file that it looks for; what else is on that stream is for the log.
 */
function scriptOf(source: string, { flag, before, date }: Setting): string {
  const name = source.slice(source.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
  const quiet = String.raw`\ifdefined\pdftrailerid\pdftrailerid{}\pdfinfoomitdate=1\fi`;
  const epoch = date === undefined ? "0" : `${secondsOf(date)} FORCE_SOURCE_DATE=1`;
  return `work="$TMPDIR/tex"; made="$work"/${quotedWord(name)}; mkdir "$work"
SOURCE_DATE_EPOCH=${epoch} KPATHSEA_DEBUG=32 latexmk -norc -cd ${flag} -silent -recorder \\
  -interaction=nonstopmode -halt-on-error -file-line-error -outdir="$work" \\
  -usepretex=${quotedWord(quiet + before)} {in.source} >"$work/said" 2>"$work/searched"
status=$?
cat "$made.fls" "$made.fdb_latexmk" "$work/searched" >{depfile} 2>/dev/null
if [ $status -ne 0 ]; then
  grep -h -A 5 -e '^!' -e '^[^ ]*:[0-9]*: ' "$made.log" || { cat "$work/said"; grep -v ^kdebug: "$work/searched"; }
  exit $status
fi
mv "$made.pdf" {out.pdf}`;
}

function secondsOf(date: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T12:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`${JSON.stringify(date)} is no date as in 2026-03-01`);
  return ms / 1000;
}
