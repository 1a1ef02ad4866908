import { task, TaskError } from "plr";
import { numbersFile } from "plr/latex/numbers-file";
import type { NumberRow, StudyRow } from "../../schema-analysis.ts";
import { withDatabase } from "../database.ts";
import { writeTex } from "../latex/write-tex.ts";
import type { numbersTex } from "../tables.ts";

export default task<typeof numbersTex>(async ({ inputs, outputs }) => {
  const { facts, numbers } = await withDatabase(inputs.numbers, async (analysis) => ({
    facts: (await analysis.rows<StudyRow>("FROM study"))[0],
    numbers: await analysis.rows<NumberRow>("FROM numbers ORDER BY name"),
  }));
  if (facts === undefined) throw new TaskError("the analysis database does not say which study it is of");
  await writeTex(outputs.tex, "numbers.tex", numbersFile({ numbers, synthetic: facts.is_synthetic }));
});
