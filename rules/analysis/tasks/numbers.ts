import { task } from "plr";
import { numbersFile } from "plr/latex/numbers-file";
import { selectQuotedNumbers } from "../latex/quoted-numbers.ts";
import { writeTex } from "../latex/write-tex.ts";
import type { numbersTex } from "../tables.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof numbersTex>(async ({ inputs, outputs, params }) => {
  const file = await withStudy({ results: inputs.metrics, analysis: inputs.study }, async (study, facts) => ({
    numbers: await selectQuotedNumbers(study, params),
    synthetic: facts.is_synthetic,
  }));
  await writeTex(outputs.tex, "numbers.tex", numbersFile(file));
});
