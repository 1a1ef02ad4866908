import type { CAC, Command as CacCommand } from "cac";
import { COMMANDS } from "./command-table.ts";
import type { Command } from "./command.ts";
import { note } from "./output.ts";
import { usageError } from "./usage-error.ts";
import { VERSION } from "./version.ts";

const USAGE = 2;
const INTERNAL = 70;

/**
 * Runs one command.
 *
 * @param argv words after the program's name
 * @returns the exit code: 0 done, 1 a step failed or `--check` found something stale, 2 usage or plrfile,
 * 70 internal, 130 interrupted
 */
export async function main(argv: readonly string[]): Promise<number> {
  process.stdout.on("error", onLostAnswer);
  // A build goes on where nobody hears of it any more.
  process.stderr.on("error", () => {});
  const folder = goToFolder(argv);
  if (!folder.ok) return usageError(folder.problem, "as in: plr -C FOLDER build");
  const words = folder.words;
  try {
    return await dispatch(words);
  } catch (error) {
    if (isUsageError(error)) {
      const command = words[0]?.startsWith("-") ? "" : `${words[0] ?? ""} `;
      return usageError(error.message, `plr ${command}--help`);
    }
    note(`plr ${VERSION} has a bug; please report what follows.\n${(error as Error).stack ?? String(error)}`);
    return INTERNAL;
  }
}

/** Goes to the folder that `-C` names, as make, ninja and git do, and gives the other words. */
function goToFolder(
  argv: readonly string[],
):
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly problem: string } {
  const at = argv.indexOf("-C");
  if (at < 0) return { ok: true, words: argv };
  const folder = argv[at + 1];
  if (folder === undefined) return { ok: false, problem: "-C needs a folder" };
  try {
    process.chdir(folder);
  } catch (error) {
    return { ok: false, problem: `-C ${folder}: ${(error as NodeJS.ErrnoException).code ?? String(error)}` };
  }
  return goToFolder(argv.toSpliced(at, 2));
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const { cac } = await import("cac");
  const cli = cac("plr");
  const entries = COMMANDS.map((command) => [command, declare(command, cli)] as const);
  cli.option("-C <folder>", "Work in this folder");
  cli.help((sections) => sections.flatMap(asHelp));
  const { args, options } = cli.parse(["node", "plr", ...argv.flatMap(asParsed)], { run: false });
  const entry = entries.find(([, declared]) => declared === cli.matchedCommand);
  if (!entry) return noCommand(argv, cli);
  const [command, declared] = entry;
  declared.checkUnknownOptions();
  declared.checkOptionValue();
  declared.checkRequiredArgs();
  declared.checkUnusedArgs();
  const { run } = await command.load();
  return run({ words: args, options, argv });
}

/**
 * The parser knows which options take a value by their names in camel case alone, so that others would take the next
 * word; and it takes the number in `-j4` for further options.
 */
function asParsed(word: string): string | readonly string[] {
  const [, flags = "", letter, number] = /^-([a-z]*)([a-z])(\d+)$/.exec(word) ?? [];
  if (letter !== undefined) return [...Array.from(flags, (flag) => `-${flag}`), `-${letter}=${number}`];
  const [, name = "", value = ""] = /^--(?!no-)([a-z]+(?:-[a-z]+)+)(=.*)?$/s.exec(word) ?? [];
  if (name === "") return word;
  return `--${name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())}${value}`;
}

interface HelpSection {
  readonly title?: string;
  readonly body: string;
}

/** The parser takes the absence of `--no-…` for a default that is worth saying, and names each command once more. */
function asHelp({ title, body }: HelpSection): readonly HelpSection[] {
  if (title?.startsWith("For more info") === true) return [{ body: "plr COMMAND --help says more of one." }];
  return [{ ...(title !== undefined && { title }), body: body.replaceAll(" (default: true)", "") }];
}

function declare(command: Command, cli: CAC): CacCommand {
  const declared = cli.command(`${command.name} ${command.words}`.trim(), command.summary);
  for (const { flags, summary } of command.options) declared.option(flags, summary);
  for (const example of command.examples) declared.example(example);
  return declared;
}

/** No word is a command's, or help was asked for: then cac has printed it and matches none. */
async function noCommand(argv: readonly string[], cli: CAC): Promise<number> {
  const word = argv.find((one) => !one.startsWith("-"));
  const asksHelp = argv.some((one) => one === "--help" || one === "-h");
  if (word === undefined) {
    if (!asksHelp) cli.outputHelp();
    return argv.length === 0 || asksHelp ? 0 : USAGE;
  }
  if (asksHelp && COMMANDS.some(({ name }) => name === word)) return 0;
  const { didYouMean } = await import("../report/did-you-mean.ts");
  const near = didYouMean(
    word,
    COMMANDS.map(({ name }) => name),
  );
  return usageError(
    `no command "${word}"${near === undefined ? "" : `; did you mean "${near}"?`}`,
    "plr --help lists the commands; plr build TARGET builds a target",
  );
}

/** Whoever read the answer may have enough of it, as `head` has. Else it is lost, and that is a failure. */
function onLostAnswer({ code = "" }: NodeJS.ErrnoException): void {
  if (code === "EPIPE") return;
  process.once("exit", () => {
    note(`plr: the answer cannot be written (${code})`);
    process.exitCode ||= 1;
  });
}

function isUsageError(error: unknown): error is Error {
  return error instanceof Error && error.name === "CACError";
}
