import { type ChildProcess, spawn } from "node:child_process";
import { CACHE, JOURNAL } from "../../engine/cache-folder.ts";
import type { Files } from "../../engine/host.ts";
import { openJournal } from "../../engine/journal.ts";
import { createFiles } from "../../host/files.ts";
import { createHash } from "../../host/hash.ts";
import { watchTree } from "../../host/watch-tree.ts";
import { firstOf } from "../../report/quantities.ts";
import type { Invocation } from "../invocation.ts";
import { note } from "../output.ts";
import { withRoot } from "../with-root.ts";

/** Changes that come within this time of each other are one. */
const TOGETHER_MS = 80;
const INTERRUPTED = 130;

/**
 * Builds, and builds again whenever a file of the project changes, until SIGINT. Each build is a process of its own: it
 * evaluates the plrfile as it is now, and one that cannot be read ends that build alone.
 */
export function run(invocation: Invocation): Promise<number> {
  return withRoot((root) => watch(root, invocation));
}

async function watch(root: string, { argv, options }: Invocation): Promise<number> {
  const foreignOf = await createLedgerWatch(createFiles(root, CACHE, await createHash()));
  const changed = new Set<string>();
  let wake = (): void => {};
  const tree = watchTree(root, {
    isIgnored,
    onChange: (path) => {
      changed.add(path);
      wake();
    },
  });
  const builds = createBuilds(asBuild(argv));
  const tell = (line: string): void => (options["quiet"] === true ? undefined : note(line));
  const interrupt = (): void => {
    builds.interrupt();
    wake();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    for (let foreign: readonly string[] = []; ;) {
      if (foreign.length > 0) tell(`plr: ${firstOf(foreign)} changed`);
      await builds.run();
      for (let isTold = false; ; isTold = true) {
        await quiet(changed);
        const paths = [...changed];
        changed.clear();
        foreign = foreignOf(paths);
        if (builds.isInterrupted()) return INTERRUPTED;
        if (foreign.length > 0) break;
        if (!isTold) tell(waitingText(tree.polls()));
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (changed.size > 0 || builds.isInterrupted()) resolve();
        });
      }
    }
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
    tree.close();
  }
}

/** The same command line, of `plr build`. */
function asBuild(argv: readonly string[]): readonly string[] {
  return argv.with(argv.indexOf("watch"), "build");
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function waitingText(polls: boolean): string {
  const how = polls ? " by looking at all files, for the system has no watches left" : "";
  return `plr: watching${how}     Ctrl-C ends`;
}

/** Folders of other programs, and those in which plr itself works. */
function isIgnored(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return [CACHE, "node_modules", ".git", ".hg", ".svn"].includes(name) || name.startsWith(".plr-stage-");
}

/** Tells what a build wrote or removed from what somebody else did. */
async function createLedgerWatch(files: Files): Promise<(paths: readonly string[]) => readonly string[]> {
  const hasher = await createHash();
  let before: ReadonlySet<string> = new Set();
  return (paths) => {
    const journal = openJournal(JOURNAL, files, hasher);
    const owned = new Set(journal.keys("owner"));
    const folders = Array.from(owned).filter((path) => journal.get("owner", path)?.folder === true);
    const isInFolder = (path: string): boolean => folders.some((folder) => path.startsWith(`${folder}/`));
    const isOurs = (path: string): boolean => {
      const stat = files.stat(path);
      // What plr has removed is in its ledger no more.
      if (!owned.has(path) && !isInFolder(path)) return stat === undefined && before.has(path);
      return stat?.kind === "folder" || stat?.tuple === journal.get("file", path)?.tuple;
    };
    const foreign = paths.filter((path) => !isOurs(path));
    before = owned;
    return foreign;
  };
}

/** Resolves when no more changes come for a while. */
async function quiet(changed: ReadonlySet<string>): Promise<void> {
  for (let size = -1; size !== changed.size;) {
    size = changed.size;
    await new Promise((resolve) => setTimeout(resolve, TOGETHER_MS));
  }
}

interface Builds {
  readonly run: () => Promise<void>;
  readonly interrupt: () => void;
  readonly isInterrupted: () => boolean;
}

function createBuilds(args: readonly string[]): Builds {
  let child: ChildProcess | undefined;
  let interrupted = false;
  return {
    run: () =>
      new Promise((resolve) => {
        if (interrupted) return resolve();
        const [, program = ""] = process.argv;
        // A group of its own: a terminal's Ctrl-C comes here alone, and is passed on once.
        child = spawn(process.execPath, [...process.execArgv, program, ...args], {
          stdio: "inherit",
          detached: true,
        });
        const end = (): void => {
          child = undefined;
          resolve();
        };
        child.on("error", end);
        child.on("exit", end);
      }),
    interrupt: () => {
      interrupted = true;
      child?.kill("SIGINT");
    },
    isInterrupted: () => interrupted,
  };
}
