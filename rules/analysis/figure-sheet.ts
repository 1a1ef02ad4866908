import { rule } from "plr";
import { database } from "../extraction/rules.ts";
import { decideStudy } from "../study.ts";
import { drawn } from "./figures.ts";

const study = decideStudy();
const results = database.outputs.db;
const data = drawn.map(({ select }) => select.outputs.json);

/** The gate behind which figures are published: fails by the figure's name and what is wrong with it. */
export const quality = rule({
  name: "figures/quality",
  inputs: {
    data,
    svg: drawn.map(({ pictures }) => pictures.outputs.svg),
    png: drawn.map(({ pictures }) => pictures.outputs.png),
    pdf: drawn.map(({ pictures }) => pictures.outputs.pdf),
  },
  outputs: { report: `${study.roots.figures}/data/quality.json` },
  task: () => import("./tasks/figure-quality.ts"),
});

/** What the study is called at the head of a page of its figures. */
export const sheetTitle =
  study.variant === "synthetic" ? "Foundation PLR, synthetic study" : "Foundation PLR";

/** All figures on one page. */
export const sheet = rule({
  name: "contact-sheet",
  inputs: {
    data,
    metrics: results.table("essential_metrics"),
    rejected: results.table("rejected_runs"),
    svg: drawn.map(({ pictures }) => pictures.outputs.svg),
  },
  params: { study: sheetTitle },
  outputs: { html: `${study.roots.figures}/index.html` },
  task: () => import("./tasks/contact-sheet.ts"),
});
