import type { Failure } from "../engine/failure.ts";
import { describeFailure } from "./failures.ts";
import type { Look } from "./look.ts";
import { count, counted, firstOf } from "./quantities.ts";

/** One thing that `plr doctor` looked at. */
export type Finding =
  | { readonly about: "node"; readonly version: string }
  | { readonly about: "project"; readonly rules: number; readonly plrfile: string }
  | { readonly about: "project-failure"; readonly failure: Failure }
  /** The plrfile imports another copy of plr than the one that runs; undefined where it finds none. */
  | { readonly about: "other-plr"; readonly runs: string; readonly imports: string | undefined }
  | {
      readonly about: "state";
      readonly path: string;
      readonly fileSystem: string;
      readonly isNetwork: boolean;
    }
  | { readonly about: "state-not-writable"; readonly path: string; readonly code: string }
  | { readonly about: "clock"; readonly tickNs: number | undefined }
  | { readonly about: "lock"; readonly works: boolean }
  | { readonly about: "space"; readonly freeBytes: number }
  | { readonly about: "reflinks"; readonly works: boolean }
  /** How many folders and files one user may watch. */
  | { readonly about: "watches"; readonly limit: number }
  /** What a declared tool says of itself; undefined where it cannot be asked. */
  | {
      readonly about: "tool";
      readonly command: string;
      readonly says: string | undefined;
      readonly rules: readonly string[];
      /** All these rules can be left out. */
      readonly isOptional: boolean;
    }
  | { readonly about: "program"; readonly command: string; readonly rules: readonly string[] }
  | { readonly about: "outputs"; readonly folders: number }
  | { readonly about: "folder-not-writable"; readonly folder: string; readonly rules: readonly string[] };

export type Verdict = "ok" | "warn" | "broken";

const MEGABYTE = 1_000_000;
const LITTLE_SPACE = 500 * MEGABYTE;
const FEW_WATCHES = 8_192;
const MILLISECOND_NS = 1_000_000;
const COARSE_NS = 100 * MILLISECOND_NS;
const COARSE = "what was written within a tick of its hashing is hashed again: right, and a little slower";

/** Each finding as a line, with what to do where something is wrong; without a newline at its end. */
export function doctorText(findings: readonly Finding[], look: Look): string {
  const { paint, shown } = look;
  const signs = { ok: paint.built("ok    "), warn: paint.stale("warn  "), broken: paint.failed("BROKEN") };
  return findings
    .map((finding) => {
      const { verdict, text, hint } = judge(finding);
      return `${signs[verdict]}  ${shown(text)}${hint === undefined ? "" : `\n        ${paint.quiet(shown(hint))}`}`;
    })
    .join("\n");
}

interface Judged {
  readonly verdict: Verdict;
  readonly text: string;
  readonly hint?: string | undefined;
}

/** Whether a finding is as it should be, in words. */
export function judge(finding: Finding): Judged {
  return (JUDGES[finding.about] as (one: Finding) => Judged)(finding);
}

const JUDGES: { readonly [A in Finding["about"]]: (finding: Extract<Finding, { about: A }>) => Judged } = {
  node: ({ version }) => fine(`Node ${version}`),
  project: ({ plrfile, rules }) => fine(`${plrfile}: ${counted(rules, "rule")}`),
  "project-failure": ({ failure }) => {
    const { code, title, hint } = describeFailure(failure);
    const verdict = failure.reason === "no-plrfile" ? "warn" : "broken";
    return { verdict, text: `${code} ${title}`, hint };
  },
  "other-plr": ({ runs, imports }) =>
    imports === undefined
      ? broken('"plr" is not installed here, so the plrfile cannot import it', "npm install plr")
      : warn(`this is ${runs}; the plrfile imports ${imports}`, "start it with npx plr, in the project"),
  state: ({ path, fileSystem, isNetwork }) =>
    isNetwork
      ? warn(
          `${path} is on ${fileSystem}, a network file system`,
          "build from one machine at a time, or keep the project on a local disk",
        )
      : fine(`${path} can be written, on ${fileSystem}`),
  "state-not-writable": ({ path, code }) =>
    broken(`${path} cannot be written (${code})`, "no build can run here"),
  clock: ({ tickNs }) => {
    if (tickNs === undefined) return warn("the clock of files stood still for two seconds", COARSE);
    const ms = count(Math.ceil(tickNs / MILLISECOND_NS));
    const text = `the clock of files has steps of ${tickNs < MILLISECOND_NS ? "less than " : ""}${ms} ms`;
    return tickNs > COARSE_NS ? warn(text, COARSE) : fine(text);
  },
  lock: ({ works }) =>
    works
      ? fine("locks hold between processes")
      : broken("locks do not hold between processes", "two builds at once would disturb each other"),
  space: ({ freeBytes }) => {
    const text = `${count(Math.round(freeBytes / MEGABYTE))} MB free`;
    return freeBytes < LITTLE_SPACE ? warn(text, "a step fails when the disk is full") : fine(text);
  },
  reflinks: ({ works }) =>
    fine(works ? "copies of files share their blocks" : "copies of files take their own space (no reflinks)"),
  watches: ({ limit }) => {
    const text = `${count(limit)} files and folders can be watched`;
    return limit < FEW_WATCHES
      ? warn(text, "raise fs.inotify.max_user_watches (sysctl) to watch large projects")
      : fine(text);
  },
  tool: ({ command, says, rules, isOptional }) => {
    if (says !== undefined) return fine(`${command}: ${says.split("\n")[0] ?? ""}`);
    const text = `${command} gives no answer`;
    return isOptional
      ? warn(text, `without it builds leave out ${firstOf(rules)}`)
      : broken(text, neededBy(rules));
  },
  program: ({ command, rules }) => broken(`${command} is not found`, neededBy(rules)),
  outputs: ({ folders }) => fine(`${counted(folders, "folder")} of outputs can be written`),
  "folder-not-writable": ({ folder, rules }) => broken(`${folder} cannot be written`, neededBy(rules)),
};

function neededBy(rules: readonly string[]): string {
  return `needed by ${firstOf(rules)}`;
}

function fine(text: string): Judged {
  return { verdict: "ok", text };
}

function warn(text: string, hint: string): Judged {
  return { verdict: "warn", text, hint };
}

function broken(text: string, hint: string): Judged {
  return { verdict: "broken", text, hint };
}
