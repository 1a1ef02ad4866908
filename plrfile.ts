import { defineProject, flow } from "plr";
import {
  analysisDatabase,
  figures,
  paper,
  privateFigures,
  quality,
  rFigures,
  sheet,
  tables,
} from "./rules/analysis/rules.ts";
import {
  db,
  decomposition,
  lookup,
  manifest,
  signals,
  stageQuality,
  traces,
} from "./rules/extraction/rules.ts";
import { decideStudy } from "./rules/study.ts";

export default defineProject({
  name: "foundation-plr",
  variant: decideStudy().variant,
  members: [
    flow("extraction", [manifest, lookup, stageQuality, signals, traces, decomposition, db]),
    flow("analysis", [analysisDatabase, figures, rFigures, privateFigures, quality, sheet, tables, paper]),
  ],
});
