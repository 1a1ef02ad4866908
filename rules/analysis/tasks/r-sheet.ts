import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { task } from "plr";
import { contactSheet } from "plr/charts/contact-sheet";
import { checkPublic } from "../check-public.ts";
import type { rSheet } from "../r-figures.ts";
import { readSidecars } from "../sidecar/read-sidecars.ts";

/** The page lies in a folder of its own beside the figures that are drawn from the same sidecars. */
export default task<typeof rSheet>(async ({ inputs, outputs, params }) => {
  const figures = readSidecars(inputs.data).map((document, i) => {
    const png = basename(inputs.png[i] ?? "");
    const [other, data] = [`../${document.id}.html`, `../data/${document.id}.json`];
    return { document, picture: png, page: png, files: { png, "drawn without R": other, data } };
  });
  writeFileSync(outputs.html, contactSheet(figures, { study: params.study, facts: ["figures by ggplot2"] }));
  await checkPublic([outputs.html]);
});
