import { task } from "plr";
import { stratosTable } from "plr/latex/stratos-table";
import { selectStratos } from "../latex/stratos.ts";
import { writeTex } from "../latex/write-tex.ts";
import type { stratosCore } from "../tables.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof stratosCore>(async ({ inputs, outputs, params }) => {
  const selected = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    selectStratos(study, facts, params),
  );
  await writeTex(outputs.tex, "table08_stratos_core", { ok: true, value: stratosTable(selected) });
});
