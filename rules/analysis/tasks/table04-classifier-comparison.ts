import { task } from "plr";
import { classifierComparisonTable } from "plr/latex/comparison-table";
import { selectComparison } from "../latex/comparison.ts";
import { writeTex } from "../latex/write-tex.ts";
import type { classifierTable } from "../tables.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof classifierTable>(async ({ inputs, outputs, params }) => {
  const comparison = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    selectComparison(study, facts, { ...params, factor: "classifier" }),
  );
  await writeTex(outputs.tex, "table04_classifier_comparison", classifierComparisonTable(comparison));
});
