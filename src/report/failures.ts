import type { Failure, RulePlace } from "../engine/failure.ts";
import { didYouMean } from "./did-you-mean.ts";
import { counted, firstOf } from "./quantities.ts";
import { shellWord } from "./shell-word.ts";
import { formatOf, viewWords } from "./view-words.ts";

/** A failure in words: what happened and where, what is known of it, and what to do. */
export interface FailureText {
  /** `PLR0nn`; a number never changes its meaning. */
  readonly code: string;
  /** One line, without a full stop. */
  readonly title: string;
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** Lines of the file or message that it is about. */
  readonly excerpt?: readonly string[];
  readonly hint?: string;
}

type Words = Omit<FailureText, "code">;
type ExitCode = 1 | 2 | 130;
interface Entry<F extends Failure> {
  readonly number: number;
  readonly exit: ExitCode;
  readonly words: (failure: F) => Words;
}

/**
 * The words of a failure. Texts that came from tasks, tools or files are given as they are: whoever prints them
 * removes escapes.
 */
export function describeFailure(failure: Failure): FailureText {
  const { number, words } = entryOf(failure);
  return { code: `PLR${String(number).padStart(3, "0")}`, ...words(failure) };
}

/** What `plr` exits with: 2 for a project or a request that cannot be read, 1 for a step, 130 for a cancelled one. */
export function exitCodeOf(failure: Failure): ExitCode {
  return entryOf(failure).exit;
}

function entryOf(failure: Failure): Entry<Failure> {
  // The table's type pairs each reason with words for just that reason.
  return FAILURES[failure.reason] as unknown as Entry<Failure>;
}

const NOTHING_RUN = "nothing was run";

/** Number 1 is that of a command line that cannot be read. */
const FAILURES: { readonly [R in Failure["reason"]]: Entry<Extract<Failure, { readonly reason: R }>> } = {
  "unknown-target": ofProject(2, ({ target, known }) => {
    const meant = didYouMean(target, known);
    const title = `no target "${target}"`;
    return meant === undefined
      ? { title, facts: [], hint: "plr list shows the targets" }
      : { title: `${title}; did you mean "${meant}"?`, facts: [] };
  }),
  "absent-target": ofProject(97, ({ target, why }) => ({
    title: `"${target}" is not built: ${why}`,
    facts: [],
    hint: "plr list shows the targets",
  })),
  "plrfile-failed": ofProject(3, ({ file, message, frame }) => ({
    ...messageOf(message, (line) => `${file} cannot be loaded: ${line}`),
    facts: [],
    excerpt: [...restOf(message), ...frame.split("\n").filter((line) => line !== "")],
    hint: `correct it; ${NOTHING_RUN}`,
  })),
  "not-a-project": ofProject(4, ({ file }) => ({
    title: `${file} does not export a project`,
    facts: [],
    hint: "end it with: export default defineProject({ name, members })",
  })),
  "plrfile-there": ofProject(70, ({ file }) => ({
    title: `there is a ${file} here; nothing was written`,
    facts: [],
    hint: "plr list shows what it builds; for another project take another folder",
  })),
  "two-rules-of-one-name": ofProject(5, ({ name }) => ({
    title: `two rules are named "${name}"`,
    facts: [],
    hint: `rename one of them; ${NOTHING_RUN}`,
  })),
  cycle: ofProject(6, ({ path }) => ({
    title: "rules need each other in a circle",
    facts: [["cycle", path.join(" -> ")]],
    hint: `one of them must get its input from elsewhere; ${NOTHING_RUN}`,
  })),
  "two-owners": ofProject(7, ({ path, rules }) => ({
    title: `two rules claim ${path}`,
    facts: rules.map(placeFact),
    hint: `give one of them another output; ${NOTHING_RUN}`,
  })),
  "output-within-output": ofProject(42, ({ outer, inner, rules }) => ({
    title: `${inner} would lie within ${outer}, which is a file`,
    facts: rules.map(placeFact),
    hint: `give one of them another output; ${NOTHING_RUN}`,
  })),
  "unknown-input": ofProject(8, ({ path, rule, checkpoint }) => ({
    title: `${path} is not there, and no rule makes it`,
    facts: [ruleFact(rule)],
    hint: checkpoint
      ? "plr build --from-checkpoint does without it: checkpoints.json has what is made from it"
      : "correct the path, add the file, or make the rule that writes it a member of the project; what may be absent is declared optional",
  })),
  "unusable-input": ofProject(43, ({ path, wanted, rule, code }) => ({
    title:
      code === undefined
        ? `${path} is not a ${wanted === "file" ? "plain file" : "folder"}`
        : `${path} cannot be read (${code})`,
    facts: [ruleFact(rule)],
    hint: `name a file that can be read, or a folder with dir(…); ${NOTHING_RUN}`,
  })),
  "undefined-edge": ofProject(44, ({ rule, edge }) => ({
    title: `${edge} of ${rule.name} names nothing`,
    facts: [ruleFact(rule)],
    hint: `look for a mistyped name; tsc finds it too; ${NOTHING_RUN}`,
  })),
  "unknown-pool": ofProject(65, ({ rule, pool, known }) => {
    const meant = didYouMean(pool, known);
    return {
      title: `no pool "${pool}"${meant === undefined ? "" : `; did you mean "${meant}"?`}`,
      facts: [ruleFact(rule)],
      hint: `declare it: defineProject({ pools: { ${/^\w+$/.test(pool) ? pool : JSON.stringify(pool)}: 1 } })`,
    };
  }),
  "other-name": ofProject(77, ({ path, output, rule }) => ({
    title: `${path} is the output ${output} by another name`,
    facts: [ruleFact(rule)],
    hint: `name it as the rule does that makes it, or as that rule's outputs; ${NOTHING_RUN}`,
  })),
  "outside-project": ofProject(9, ({ path, rule }) => ({
    title: `${path} lies outside of the project`,
    facts: [ruleFact(rule)],
    hint: "paths start at the project's root and hold no `..`; a file elsewhere is declared external, an output by its absolute path",
  })),
  "private-to-public": ofProject(10, ({ rule, input, output }) => ({
    title: `private data would reach ${output}, which is public`,
    facts: [ruleFact(rule), ["input", `${input} (private)`]],
    hint: "declare the output private, or let a rule that anonymises stand between",
  })),
  "template-collision": ofProject(11, ({ template, path, rules }) => ({
    title: `the template ${template} could also name ${path}`,
    facts: rules.map(placeFact),
    hint: `put one of them in another folder; ${NOTHING_RUN}`,
  })),
  "output-not-written": ofStep(12, ({ path }) => ({
    title: `${path} was not written`,
    facts: [],
    hint: "the step must write each output that its rule declares",
  })),
  "template-without-key": ofProject(13, ({ template, rule }) => ({
    title: `the output ${template} must hold {key} just once`,
    facts: [ruleFact(rule)],
    hint: "each item of the list gets the path with its own key in place of {key}",
  })),
  "code-unreadable": ofProject(14, ({ file, line, message, rule }) => ({
    ...messageOf(message, (first) => `${lineOf(file, line)}: ${first}`),
    facts: [ruleFact(rule)],
    hint: `the code of a task must be readable to know when it changed; ${NOTHING_RUN}`,
  })),
  "computed-import": ofProject(15, ({ file, line, rule }) => ({
    title: `${lineOf(file, line)}: the path of an import is computed`,
    facts: [ruleFact(rule)],
    hint: 'write it as one text, import("./…"), so that changes of that module are noticed',
  })),
  "task-imports-rules": ofProject(16, ({ file, imports, rule }) => ({
    title: `${file} imports ${imports}, which declares rules`,
    facts: [ruleFact(rule)],
    hint: "a task takes only types from there (import type); move shared values to a module of their own",
  })),
  "bad-key": ofProject(17, ({ rule, key, problem }) => ({
    title: {
      repeated: `the key "${key}" comes twice`,
      unsafe: `the key ${JSON.stringify(key)} cannot be part of a path`,
      empty: "a key is empty",
    }[problem],
    facts: [["rule", rule]],
    hint: "keys become parts of paths: unique without regard to letter case, and without / and \\",
  })),
  "not-a-list": ofProject(18, ({ rule, manifest }) => ({
    title: `${manifest} holds no list`,
    facts: [["rule", rule]],
    hint: "the steps of this rule come from a JSON array; check who writes it",
  })),
  "probe-failed": ofProject(19, ({ probe, message, hint }) => ({
    ...messageOf(message, (line) => `the probe ${probe} gave no value: ${line}`),
    facts: [],
    hint: hint ?? "it asks something outside of the project: check that this can be reached",
  })),
  "checkpoints-unreadable": ofProject(45, ({ message }) => ({
    title: `checkpoints.json cannot be read: ${message}`,
    facts: [],
    hint: "restore it from version control, or write it anew: plr checkpoint add",
  })),
  "checkpoint-mismatch": ofProject(20, ({ path, expected, found }) => ({
    title: `${path} is not what checkpoints.json says`,
    facts: [
      ["expected", expected],
      ["found", found],
    ],
    hint: "fetch the file of the checkpoint again, or build without --from-checkpoint",
  })),
  "unknown-placeholder": ofStep(85, ({ placeholder, known }) => {
    const meant = didYouMean(placeholder, known);
    return {
      title: `its command holds ${placeholder}, which its rule does not have${meant === undefined ? "" : `; did you mean ${meant}?`}`,
      facts: meant === undefined && known.length > 0 ? [["it has", known.join(", ")]] : [],
      hint: "a placeholder names an input, an output or a parameter of the same rule",
    };
  }),
  "timed-out": ofStep(21, ({ seconds }) => ({
    title: `killed after ${seconds}s (timeout)`,
    facts: [],
    hint: "its log shows how far it came; the rule's timeout sets the limit",
  })),
  "build-running": ofStep(66, ({ run, pid, host }) => ({
    title: run === undefined ? "another build is running" : `build #${run} is running`,
    facts: pid === undefined ? [] : [["process", `${pid} on ${host ?? "this machine"}`]],
    hint: "without --no-wait this build waits for it, and then finds done what that one did",
  })),
  "state-not-writable": ofProject(22, ({ path, code }) => ({
    title: `plr cannot write its own ${path} (${code})`,
    facts: [],
    hint: writingHint(code),
  })),
  "no-strace": ofProject(95, ({ why, message }) => ({
    title: {
      "not-linux": "what steps read and write can be traced on Linux only",
      "not-installed": "to trace what steps read and write takes strace, which is not installed",
      refused: "strace is refused to trace programs here",
    }[why],
    facts: message === "" ? [] : [["strace", message]],
    hint: {
      "not-linux": "plr verify without --trace compares outputs on every system",
      "not-installed": "install it, as by apt-get install strace",
      refused: "in a container it takes the right to trace, as by --cap-add SYS_PTRACE",
    }[why],
  })),
  "no-plrfile": ofProject(23, ({ from }) => ({
    title: `no plrfile.ts in ${from} or any folder above it`,
    facts: [],
    hint: "run plr in a folder of a project, or start one here: plr init",
  })),
  "item-failed": ofProject(24, ({ rule, item, message }) => ({
    ...messageOf(message, (line) => `the item ${item} makes no step: ${line}`),
    facts: [ruleFact(rule)],
    hint: "the rule's own key, inputs or params function failed for this item of its list",
  })),
  "unordered-input": ofProject(25, ({ rule, path, maker }) => ({
    title: `${path} is made by "${maker}", which need not have run before`,
    facts: [ruleFact(rule)],
    hint: "take it as an output of that rule, outputs.NAME, so that the two are in order",
  })),
  "private-checkpoint": ofProject(26, ({ path }) => ({
    title: `${path} is private and cannot be a checkpoint`,
    facts: [],
    hint: "checkpoints are published with the study; take one after the data are anonymised",
  })),
  "nothing-to-accept": ofStep(67, ({ step, path }) => ({
    title: `${path} is not there to be accepted`,
    facts: [["step", step]],
    hint: `build it: plr build ${shellWord(step)}; nothing was accepted`,
  })),
  "lock-lost": ofProject(27, ({ path }) => ({
    title: `the lock of this build, ${path}, was removed while it ran`,
    facts: [],
    hint: "another build may have started; what this one finished is kept: build again, and leave .plr-cache to plr",
  })),
  "task-not-loaded": ofStep(30, ({ message, at }) => ({
    ...messageOf(message, (line) => `its task cannot be loaded: ${line}`),
    facts: atFact(at),
    hint: "a task module has task(…) as its default export, and all that it imports must be installed",
  })),
  exited: ofStep(31, ({ command, exitCode }) => ({
    title: `its command ended with exit code ${exitCode}`,
    facts: [["command", command]],
    ...(exitCode === 127 && { hint: "127 is the shell's word for a command that it did not find" }),
  })),
  killed: ofStep(32, ({ signal }) => ({
    title: `ended by ${signal}`,
    facts: [],
    ...(signal === "SIGKILL" && {
      hint: "not by plr; systems do so when memory runs out: try fewer jobs (-j)",
    }),
  })),
  "not-started": ofStep(33, ({ command, code }) => ({
    title: `${command} cannot be started (${code})`,
    facts: [],
    hint: code === "ENOENT" ? "install it, or put its folder on PATH" : "check that it may be executed",
  })),
  "task-failed": ofStep(34, ({ message, hint, at }) => ({
    ...messageOf(message, (line) => line),
    facts: atFact(at),
    ...(hint !== undefined && { hint }),
  })),
  cancelled: {
    number: 35,
    exit: 130,
    words: () => ({ title: "cancelled", facts: [], hint: "the same command goes on from here" }),
  },
  "discovered-cycle": ofStep(55, ({ path, cycle }) => ({
    title: `it reads ${path}, which is made from what it makes`,
    facts: [["cycle", cycle.join(" <- ")]],
    hint: "one of the rules must get its input from elsewhere",
  })),
  "depfile-unreadable": ofStep(56, ({ problem }) => ({
    title: `what it reads is not known: ${problem}`,
    facts: [],
    hint: "a program that lists its inputs writes them to {depfile} in the form of make; without that leave {depfile} out",
  })),
  "undeclared-output": ofStep(36, ({ path }) => ({
    title: `${path} was written beside the outputs, but is not declared`,
    facts: [],
    hint: "declare it in the rule's outputs, or write it under $TMPDIR",
  })),
  "not-a-file": ofStep(37, ({ path }) => ({
    title: `${path} is not a plain file`,
    facts: [],
    hint: "name a file; a folder is declared with dir(…)",
  })),
  "not-a-folder": ofStep(75, ({ path }) => ({
    title: `${path} is not a folder`,
    facts: [],
    hint: "dir(…) stands for a folder; name a file by its path alone",
  })),
  "link-in-folder": ofStep(76, ({ path, kind }) => ({
    title: `${path} is ${kind === "link" ? "a link" : "neither a file nor a folder"}`,
    facts: [],
    hint: "a folder that a step makes holds files and folders: copy what the link leads to",
  })),
  "input-unreadable": ofStep(38, ({ path, code }) => ({
    title: `${path} cannot be read (${code})`,
    facts: [],
    hint: "check its permissions",
  })),
  "view-failed": ofStep(39, ({ path, view, message }) => ({
    ...messageOf(message, (line) => `${path} cannot be read as ${formatOf(view)}: ${line}`),
    facts: [["view", viewWords(view)]],
    hint: "check that the file is whole and of that format, or depend on its bytes",
  })),
  "inputs-kept-changing": ofStep(40, ({ paths }) => ({
    title: `${counted(paths.length, "input")} changed each time while it ran`,
    facts: [["changed", firstOf(paths)]],
    hint: "its outputs are kept and count as stale: build again when nothing writes to these files",
  })),
  "not-writable": ofStep(41, ({ path, code }) => ({
    title: `${path} cannot be written (${code})`,
    facts: [],
    hint: writingHint(code),
  })),
};

function ofProject<F extends Failure>(number: number, words: Entry<F>["words"]): Entry<F> {
  return { number, exit: 2, words };
}

function ofStep<F extends Failure>(number: number, words: Entry<F>["words"]): Entry<F> {
  return { number, exit: 1, words };
}

function placeFact({ name, at }: RulePlace): readonly [string, string] {
  return [name, at ?? ""];
}

function ruleFact({ name, at }: RulePlace): readonly [string, string] {
  return ["rule", at === undefined ? name : `${name}   ${at}`];
}

function atFact(at: string | undefined): readonly (readonly [string, string])[] {
  return at === undefined ? [] : [["at", at]];
}

function lineOf(file: string, line: number): string {
  return line > 0 ? `${file}:${line}` : file;
}

function writingHint(code: string): string {
  if (code === "ENOSPC" || code === "EDQUOT")
    return "free some space and build again: what was finished is kept";
  if (code === "EROFS") return "the file system is read-only; what was built before stays as it is";
  return "check the permissions of the folder";
}

/** The first line of a message is its title; what follows is shown below. */
function messageOf(message: string, title: (line: string) => string): Pick<FailureText, "title" | "excerpt"> {
  const [first = "no message"] = linesOf(message);
  const rest = restOf(message);
  return { title: title(first), ...(rest.length > 0 && { excerpt: rest }) };
}

function restOf(message: string): readonly string[] {
  return linesOf(message).slice(1);
}

function linesOf(message: string): readonly string[] {
  return message.split(/\r?\n/).filter((line) => line.trim() !== "");
}
