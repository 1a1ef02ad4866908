import { task } from "plr";
import { rankTable } from "plr/latex/rank-table";
import { selectRanking } from "../latex/ranking.ts";
import { writeTex } from "../latex/write-tex.ts";
import type { criticalDifferences } from "../tables.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof criticalDifferences>(async ({ inputs, outputs, params }) => {
  const selected = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    selectRanking(study, facts, params),
  );
  await writeTex(outputs.tex, "table07_critical_differences", { ok: true, value: rankTable(selected) });
});
