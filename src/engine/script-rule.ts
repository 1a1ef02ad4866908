import {
  type ArtifactsOf,
  type Inputs,
  type Outputs,
  type Params,
  type Probe,
  type Rule,
  type RuleOptions,
  type ScriptCode,
  tool,
} from "./rule.ts";
import { shell } from "./shell-rule.ts";
import { callSite, sitesWanted } from "./site.ts";

interface ScriptOptions<I extends Inputs, O extends Outputs, P extends Params> extends RuleOptions<I, O, P> {
  /** From the project root. It, the local files that it imports or sources, and these again are part of the fingerprint. */
  readonly script: string;
  /** What it is called with, with the placeholders of {@link shell}. */
  readonly args?: readonly string[];
  /** The program that runs it, whose version counts. */
  readonly interpreter?: string;
  /** A file that names the versions of installed packages, as `uv.lock` or `renv.lock`. */
  readonly lock?: string;
  /** Where the interpreter is not installed, the rule is left out with a notice and is no failure. */
  readonly optional?: boolean;
}

/**
 * Declares how files are made by a Python script. It finds inputs, outputs and parameters as JSON in the file that
 * the environment variable `PLR_STEP` names, or gets them as arguments. Modules that it imports from its own folder or
 * from the project root count, installed ones by the lock file alone.
 *
 * @example
 * python({
 *   name: "fit", script: "scripts/fit.py", args: ["{in.rows}", "{out.model}"], lock: "uv.lock",
 *   inputs: { rows: "data/rows.csv" }, outputs: { model: "out/model.json" },
 * });
 */
export function python<
  const I extends Inputs = Record<never, never>,
  const O extends Outputs = Outputs,
  const P extends Params = Record<never, never>,
>(options: ScriptOptions<I, O, P>): Rule<I, ArtifactsOf<O>, P> {
  return scriptRule(options, PYTHON, python);
}

interface RScriptOptions<I extends Inputs, O extends Outputs, P extends Params> extends ScriptOptions<
  I,
  O,
  P
> {
  /** R packages that it needs: their versions count, and where one is missing, so is the interpreter. */
  readonly packages?: readonly string[];
}

/**
 * The same for an R script. Files that it sources by a literal path count: from the project root, or from its folder.
 *
 * @example
 * rscript({
 *   name: "curve", script: "R/curve.R", args: ["{in}", "{out}"], packages: ["ggplot2"],
 *   inputs: …, outputs: …, optional: true,
 * });
 */
export function rscript<
  const I extends Inputs = Record<never, never>,
  const O extends Outputs = Outputs,
  const P extends Params = Record<never, never>,
>({ packages = [], ...options }: RScriptOptions<I, O, P>): Rule<I, ArtifactsOf<O>, P> {
  const { interpreter = R.interpreter, optional = false } = options;
  const tools = packages.length === 0 ? [] : [packagesTool(interpreter, packages, optional)];
  return scriptRule(options, { ...R, tools }, rscript);
}

/** Asks without R's default packages, which takes a tenth of a second. */
function packagesTool(interpreter: string, packages: readonly string[], optional: boolean): Probe<string> {
  const say =
    'for (p in commandArgs(TRUE)) cat(p, read.dcf(system.file("DESCRIPTION", package = p, mustWork = TRUE), "Version"), "")';
  const name = `R with ${packages.join(", ")}`;
  return tool(interpreter, ["--default-packages=NULL", "-e", say, ...packages], { optional, name });
}

interface Language {
  readonly language: ScriptCode["language"];
  readonly interpreter: string;
  readonly flags: readonly string[];
  /** Asked after the interpreter. */
  readonly tools: readonly Probe<string>[];
}

const PYTHON: Language = { language: "python", interpreter: "python3", flags: ["-B"], tools: [] };
const R: Language = { language: "r", interpreter: "Rscript", flags: [], tools: [] };

/** The rule that `declare` is called for, at the place of that call. */

function scriptRule<I extends Inputs, O extends Outputs, P extends Params>(
  { script, args = [], lock, interpreter, optional = false, ...options }: ScriptOptions<I, O, P>,
  { language, interpreter: usual, flags, tools }: Language,
  declare: (...args: never[]) => unknown,
): Rule<I, ArtifactsOf<O>, P> {
  const program = interpreter ?? usual;
  const rule = shell({
    ...options,
    tools: [...(options.tools ?? []), tool(program, ["--version"], { optional }), ...tools],
    run: [program, ...flags, script, ...args],
  });
  if (rule.action.type !== "exec") return rule;
  const site = sitesWanted() ? callSite(declare) : undefined;
  return { ...rule, site, action: { ...rule.action, code: { language, path: script, lock } } };
}
