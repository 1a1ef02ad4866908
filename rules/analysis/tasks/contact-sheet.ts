import { writeFileSync } from "node:fs";
import { task } from "plr";
import { contactSheet } from "plr/charts/contact-sheet";
import { counted } from "plr/charts/number-text";
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
      facts: [
        counted(await count("essential_metrics"), "configuration"),
        `${await count("rejected_runs")} rejected`,
      ],
    };
  });
  const figures = readSidecars(inputs.data).map((document) => {
    const { id } = document;
    const files = Object.fromEntries(["svg", "png", "pdf", "html"].map((kind) => [kind, `${id}.${kind}`]));
    const page = `${id}.html`;
    return { document, picture: `${id}.svg`, page, files: { ...files, data: `data/${id}.json` } };
  });
  writeFileSync(outputs.html, contactSheet(figures, head));
  await checkPublic([outputs.html]);
});
