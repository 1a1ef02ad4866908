import type { Caveat } from "../engine/journal-records.ts";
import { firstOf, roughly } from "./quantities.ts";

/** `accepted by ana, 3 d ago: "typo only"`; without an age where none is given. */
export function caveatWords(
  { kind, by, reason }: Pick<Caveat, "kind" | "by" | "reason">,
  ageMs?: number,
): string {
  const why = reason === undefined || reason === "" ? "" : `: "${reason}"`;
  const ago = ageMs === undefined ? "" : `, ${roughly(ageMs)} ago`;
  switch (kind) {
    case "accepted":
      return `accepted${by === undefined || by === "" ? "" : ` by ${by}`}${ago}${why}`;
    case "changed-inputs":
      return "made while an input changed; kept, and counts as stale";
    case "checkpoint":
      return `taken from a checkpoint, not rebuilt${why}`;
  }
}

/** What a caveat is about: its outputs, or its step where none are named. */
export function caveatSubject({ paths, step }: Pick<Caveat, "paths" | "step">): string {
  return paths.length === 0 ? step : firstOf(paths);
}
