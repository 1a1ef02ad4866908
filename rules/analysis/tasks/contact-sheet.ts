import { writeFileSync } from "node:fs";
import { task } from "plr";
import { contactSheet } from "plr/charts/contact-sheet";
import { checkPublic } from "../check-public.ts";
import { withDatabase } from "../database.ts";
import type { sheet } from "../figure-sheet.ts";
import { readSidecars } from "../sidecar/read-sidecars.ts";

export default task<typeof sheet>(async ({ inputs, outputs, params }) => {
  const head = await withDatabase(inputs.metrics, async (results) => {
    const count = async (table: string): Promise<number> => {
      const [row] = await results.rows<{ n: number }>(`SELECT count(*)::INTEGER AS n FROM ${table}`);
      return row?.n ?? 0;
    };
    return {
      study: params.study,
      configurations: await count("essential_metrics"),
      rejected: await count("rejected_runs"),
    };
  });
  writeFileSync(outputs.html, contactSheet(readSidecars(inputs.data), head));
  await checkPublic([outputs.html]);
});
