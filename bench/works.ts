import type { Work } from "./work.ts";
import { cachedTasks } from "./works/cached-tasks.ts";
import { coreFigures } from "./works/core-figures.ts";
import { editedFigure } from "./works/edited-figure.ts";
import { firstExtraction } from "./works/first-extraction.ts";
import { intervals } from "./works/intervals.ts";
import { nothingToDo } from "./works/nothing-to-do.ts";
import { oneRunAdded } from "./works/one-run-added.ts";
import { firstNoOp, fullShell, lostOutputs, noOpShell, oneChange, oneTarget } from "./works/shell-steps.ts";
import { startUp } from "./works/start-up.ts";
import { taskSteps } from "./works/task-steps.ts";

/** What is timed, in the order of the report. */
export const WORKS: readonly Work[] = [
  firstExtraction,
  oneRunAdded,
  nothingToDo,
  startUp,
  editedFigure,
  coreFigures,
  intervals,
  taskSteps,
  cachedTasks,
  ...noOpShell,
  oneChange,
  oneTarget,
  ...fullShell,
  firstNoOp,
  ...lostOutputs,
];
