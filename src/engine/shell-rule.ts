import {
  type Action,
  type ArtifactsOf,
  type Inputs,
  type Outputs,
  type Params,
  type Program,
  type Rule,
  ruleOf,
  type RuleOptions,
} from "./rule.ts";
import { callSite, sitesWanted } from "./site.ts";

type ShellOptions = (
  | { readonly run: readonly string[]; readonly script?: never }
  | { readonly script: string; readonly run?: never }
) & {
  /** A process group of its own for each step, where `$$` is the step's own, in place of a shell that stays. */
  readonly isolated?: boolean;
  /**
   * Where the program lists what it read, in the form of make, if it does not take `{depfile}`: a path with
   * placeholders, as `"{out.object}.d"`. The list is no output; it is removed when it has been read.
   */
  readonly depfile?: string;
};

/**
 * Declares how files are made by a program. `run` is an argument list without a shell; `script` is text for `sh`.
 * Both know `{in}`, `{in.NAME}`, `{out}`, `{out.NAME}` and `{params.NAME}`; in a script they arrive quoted. A program
 * that lists what it reads, as compilers do, is given `{depfile}` for it: those files then count as inputs.
 *
 * @example shell({ name: "count", inputs: { text: "a.txt" }, outputs: { n: "n.txt" }, script: "wc -l < {in} > {out}" })
 */
export function shell<
  const I extends Inputs = Record<never, never>,
  const O extends Outputs = Outputs,
  const P extends Params = Record<never, never>,
>(options: RuleOptions<I, O, P> & ShellOptions): Rule<I, ArtifactsOf<O>, P> {
  return ruleOf(options, programOf(options), sitesWanted() ? callSite(shell) : undefined);
}

function programOf(options: ShellOptions): Action {
  const written = "run" in options ? options.run.join("\n") : options.script;
  const path = options.depfile ?? (written.includes(DEPFILE) ? DEPFILE : undefined);
  const program: Program = {
    isolated: options.isolated ?? false,
    lists: path === undefined ? undefined : { format: "make", path },
  };
  return "run" in options
    ? { type: "exec", args: options.run, ...program }
    : { type: "script", text: options.script, ...program };
}

const DEPFILE = "{depfile}";
