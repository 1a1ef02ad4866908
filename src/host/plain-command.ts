import type { Job } from "../engine/host.ts";
import { commandOf } from "./command.ts";

/**
 * Words of `sh` that run no program: a shell does such a thing itself, or reads on. Those of all usual shells, as
 * what `/bin/sh` is differs.
 */
const NO_PROGRAM = new Set(
  (
    ". : [ alias bg bind break builtin caller case cd chdir command compgen complete continue coproc declare dirs " +
    "disown do done echo elif else enable esac eval exec exit export false fc fg fi for function getopts hash help " +
    "history if in jobs kill let local logout mapfile popd printf pushd pwd read readarray readonly return select " +
    "set shift shopt source suspend test then time times trap true type typeset ulimit umask unalias unset until " +
    "wait while"
  ).split(" "),
);

/** One command, its words and redirections without anything that a shell would look into; placeholders are words. */
const ONE_COMMAND =
  /^[\w./+-]+(?:[ \t]+(?:\{(?:in|out|params|depfile)[\w.-]*\}|[\w./:,@%+=-]+|[<>]|>>)+)*[ \t]*$/;

/**
 * A script that is nothing but one program with arguments and redirections, filled in: a shell that is given it after
 * `exec` becomes the program, where `eval` would start a process more, which costs near as much as the program. Most
 * scripts are that. Undefined for any other.
 */
export function plainCommandOf(job: Job): string | undefined {
  if (job.action.type !== "script") return undefined;
  const text = job.action.text.trim();
  const [name = ""] = text.split(/[\s<>]/, 1);
  const isOpen = /[<>]\s*(?:[<>]|$)/.test(text.replaceAll(">>", ">"));
  const isPlain = ONE_COMMAND.test(text) && !isOpen && !NO_PROGRAM.has(name) && !name.startsWith("-");
  return isPlain ? commandOf(job).args[1]?.trim() : undefined;
}
