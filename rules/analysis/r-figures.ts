import { group, png, rscript, rule } from "plr";
import { decideStudy } from "../study.ts";
import { sheetTitle } from "./figure-sheet.ts";
import { drawn } from "./figures.ts";
import { rTheme } from "./r-theme.ts";

/*
 * Figures by ggplot2, from the sidecars of the study's figures and in their theme: the scripts hold no colour and no
 * size of their own. Where R or a package is missing they are left out with a notice.
 */

const study = decideStudy();

/** Each script by the figure whose sidecar it draws. */
const scripts = [
  { name: "forest", figure: "fig_forest_combined" },
  { name: "calibration", figure: "fig_calibration_smoothed" },
  { name: "decision-curve", figure: "fig_dca_curves" },
  { name: "raincloud", figure: "fig_multi_metric_raincloud" },
  { name: "variance-decomposition", figure: "fig_variance_decomposition" },
] as const;

const figures = scripts.map(({ name, figure }) =>
  rscript({
    name: `figures-r/${name}`,
    script: `rules/analysis/r/${name}.R`,
    packages: ["ggplot2", "jsonlite"],
    inputs: {
      data: sidecarOf(figure),
      font_regular: "src/charts/fonts/SourceSans3-Regular.ttf",
      font_bold: "src/charts/fonts/SourceSans3-SemiBold.ttf",
    },
    params: { theme: rTheme },
    outputs: { png: png(`${study.roots.figures}/ggplot2/${name}.png`) },
    optional: true,
  }),
);

/** All of them on one page. */
export const rSheet = rule({
  name: "figures-r/sheet",
  inputs: {
    data: scripts.map(({ figure }) => sidecarOf(figure)),
    png: figures.map(({ outputs }) => outputs.png),
  },
  params: { study: sheetTitle },
  outputs: { html: `${study.roots.figures}/ggplot2/index.html` },
  task: () => import("./tasks/r-sheet.ts"),
});

export const rFigures = group("figures-r", [...figures, rSheet]);

function sidecarOf(figure: string) {
  const found = drawn.find(({ select }) => select.name === `figures/${figure}/data`);
  if (found === undefined) throw new Error(`no figure ${figure} to draw by R`);
  return found.select.outputs.json;
}
