import type { Job } from "../engine/host.ts";
import { quotedWord } from "../engine/quoted-word.ts";
import { commandOf } from "./command.ts";
import { plainCommandOf } from "./plain-command.ts";

/** Variables with a meaning to shells themselves, which a shell would not hand on as they are. */
const OWN_TO_SHELLS = new Set(["IFS", "ENV", "PWD", "OLDPWD", "PPID", "OPTIND", "SHLVL", "LINENO", "_"]);

/**
 * A job as one command of a shell that has no environment. It runs in a subshell, so that nothing of it stays; its
 * output of both kinds goes to the shell's standard output. Undefined where a shell could not start it just as it is:
 * a variable whose name is none to a shell, a program that would be taken for an option of `exec`.
 */
export function shellTextOf(job: Job): string | undefined {
  const names = Object.keys(job.env);
  if (names.some((name) => !/^[A-Za-z_]\w*$/.test(name) || OWN_TO_SHELLS.has(name))) return undefined;
  const work = workOf(job);
  const exports = names.map((name) => `${name}=${quotedWord(job.env[name] ?? "")}`).join(" ");
  return work && `( ${exports && `export ${exports}; `}${work}\n) </dev/null 2>&1`;
}

function workOf(job: Job): string | undefined {
  const { file, args } = commandOf(job);
  if (job.action.type === "script") {
    const plain = plainCommandOf(job);
    return plain === undefined ? `eval ${quotedWord(args[1] ?? "")}` : `exec ${plain}`;
  }
  if (file === "" || file.startsWith("-")) return undefined;
  return `unset PWD OLDPWD SHLVL; exec ${[file, ...args].map(quotedWord).join(" ")}`;
}
