import { task } from "plr";
import { pairwiseTable } from "plr/latex/pairwise-table";
import { selectPairs } from "../latex/pairs.ts";
import { writeTex } from "../latex/write-tex.ts";
import type { pairwiseComparisons } from "../tables.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof pairwiseComparisons>(async ({ inputs, outputs, params }) => {
  const selected = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    selectPairs(study, facts, params),
  );
  await writeTex(outputs.tex, "table05_pairwise_comparisons", { ok: true, value: pairwiseTable(selected) });
});
