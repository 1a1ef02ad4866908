import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

const KEPT = 8192;
const TAIL_LINES = 20;

/** What a step prints: written to its log as it comes, with the end kept at hand. */
export interface StepLog {
  readonly add: (bytes: Uint8Array) => void;
  readonly tail: () => readonly string[];
}

/** A file appears only if the step says something. A log that cannot be written costs the step nothing. */
export function openStepLog(path: string, onLine: (line: string) => void): StepLog {
  const decoder = new TextDecoder();
  let end = "";
  let isOpen = false;
  return {
    add: (bytes) => {
      if (bytes.length === 0) return;
      try {
        if (!isOpen) mkdirSync(dirname(path), { recursive: true });
        isOpen = true;
        appendFileSync(path, bytes);
      } catch {
        // The end is kept in memory, and the failure that comes of a full disk is reported where it matters.
      }
      end = (end + decoder.decode(bytes, { stream: true })).slice(-KEPT);
      const line = linesOf(end).at(-1);
      if (line !== undefined) onLine(line.slice(-200));
    },
    tail: () => linesOf(end).slice(-TAIL_LINES),
  };
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line !== "");
}
