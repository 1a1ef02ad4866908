import { task } from "plr";
import { outlierComparisonTable } from "plr/latex/comparison-table";
import { selectComparison } from "../latex/comparison.ts";
import { writeTex } from "../latex/write-tex.ts";
import type { outlierTable } from "../tables.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof outlierTable>(async ({ inputs, outputs, params }) => {
  const comparison = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    selectComparison(study, facts, { ...params, factor: "outlier" }),
  );
  await writeTex(outputs.tex, "table02_outlier_comparison", outlierComparisonTable(comparison));
});
