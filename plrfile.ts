import { defineProject, flow } from "plr";
import { analysisDatabase, figures, paper, quality, sheet, tables } from "./rules/analysis/rules.ts";
import { db, lookup, manifest, signals, stageQuality } from "./rules/extraction/rules.ts";
import { decideStudy } from "./rules/study.ts";

export default defineProject({
  name: "foundation-plr",
  variant: decideStudy().variant,
  members: [
    flow("extraction", [manifest, lookup, stageQuality, signals, db]),
    flow("analysis", [analysisDatabase, figures, quality, sheet, tables, paper]),
  ],
});
