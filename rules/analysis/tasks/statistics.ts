import { task } from "plr";
import { checkPublic } from "../check-public.ts";
import type { statistics } from "../statistics-rule.ts";
import { writeStatistics } from "../write-statistics.ts";

export default task<typeof statistics>(async ({ inputs, outputs, params, log }) => {
  const tables = await writeStatistics(
    { results: inputs.metrics, analysis: outputs.db },
    { settings: params.settings, isSynthetic: params.synthetic },
  );
  for (const { table, rows } of tables) log(`${table.name}: ${rows.length} rows`);
  await checkPublic([outputs.db]);
});
