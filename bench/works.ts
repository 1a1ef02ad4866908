import type { Work } from "./work.ts";
import { editedFigure } from "./works/edited-figure.ts";
import { firstExtraction } from "./works/first-extraction.ts";
import { nothingToDo } from "./works/nothing-to-do.ts";
import { oneRunAdded } from "./works/one-run-added.ts";
import { fullShell, noOpShell } from "./works/shell-steps.ts";
import { startUp } from "./works/start-up.ts";

/** What is timed, in the order of the report. */
export const WORKS: readonly Work[] = [
  firstExtraction,
  oneRunAdded,
  nothingToDo,
  startUp,
  editedFigure,
  noOpShell,
  fullShell,
];
