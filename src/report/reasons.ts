import type { Reason } from "../engine/event.ts";
import { viewWords } from "./view-words.ts";

/** Longest value that is shown; beyond it the middle tells nothing. */
const SHOWN = 40;
const LABEL_WIDTH = 7;
const WHAT_WIDTH = 40;
/** A view behind its file. */
const VIEW = / : (tables|pixels|content|(?:table|json|yaml):.*|json|yaml|(?:csv|tsv|parquet)(?::[[{].*)?)$/s;

/**
 * One reason in one line: `input  data/x.db : essential_metrics         3f9c12ab -> a1d0ee90`. Digests are cut to eight
 * characters. The step that made an input is not part of the line.
 */
export function describeReason(reason: Reason): string {
  const { label, text } = wordsOf(reason);
  const change = changeOf(reason);
  const head = `${label.padEnd(LABEL_WIDTH - 1)} `;
  return change === "" ? head + text : `${head}${text.padEnd(WHAT_WIDTH)} ${change}`;
}

interface Words {
  readonly label: string;
  readonly text: string;
}

function wordsOf({ kind, what }: Reason): Words {
  const name = inputName(what.slice(what.indexOf("\t") + 1));
  switch (kind) {
    case "never-built":
      return { label: "new", text: "never built" };
    case "rule-changed":
      return { label: "rule", text: name === "" ? "its declaration changed" : name };
    case "code-changed":
      return { label: "code", text: name === "" ? "its task changed" : name };
    case "param-changed":
      return { label: "param", text: name };
    case "env-changed":
      return { label: "env", text: name };
    case "tool-changed":
      return { label: "tool", text: name };
    case "input-changed":
      return { label: "input", text: name };
    case "input-added":
      return { label: "input added", text: name };
    case "input-removed":
      return { label: "input removed", text: name };
    case "output-missing":
      return { label: "output", text: `${name} is missing` };
    case "output-altered":
      return { label: "output", text: `${name} was altered` };
    case "changed-while-running":
      return { label: "input", text: "changed while it last ran" };
    case "forced":
      return { label: "forced", text: "asked for by --force" };
  }
}

/** `data/x.db : essential_metrics`: a file, and the view of it that decides where that is not its bytes. */
function inputName(what: string): string {
  return what.replace(VIEW, (_, view: string) => ` : ${viewWords(view)}`);
}

function changeOf({ kind, old, new: now }: Reason): string {
  if (kind === "input-added" || kind === "input-removed") return "";
  if (old === undefined && now === undefined) return "";
  return `${valueOf(old)} -> ${valueOf(now)}`;
}

function valueOf(value: string | undefined): string {
  if (value === undefined) return "(none)";
  const oneLine = value.replaceAll(/\s+/g, " ");
  if (/^[0-9a-f]{16,}$/.test(oneLine)) return oneLine.slice(0, 8);
  return oneLine.length <= SHOWN ? oneLine : `${oneLine.slice(0, SHOWN - 2)}..`;
}
