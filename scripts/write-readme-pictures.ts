import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import { fontFiles } from "../src/charts/text-width.ts";
import { terminalSvg } from "./terminal-svg.ts";

/*
 * The README's pictures, from the demo study as it stands: build it, change what `plr why` shall tell of (for one,
 * `margin` in configs/analysis.yaml), run `node scripts/write-readme-pictures.ts`, and change it back.
 */

const root = new URL("../", import.meta.url);
const QUESTIONS = ["statistics/numbers", "figures/fig06_specification_curve", "extraction/database"];
const FIGURE_WIDTH = 1100;

const answers = QUESTIONS.map((target) => `\u001B[2m$\u001B[22m plr why ${target}\n${why(target)}`);
writeFileSync(new URL("docs/images/why.svg", root), terminalSvg(answers.join("\n")));
writeFileSync(
  new URL("docs/images/specification-curve.png", root),
  preview("figures/synthetic/fig06_specification_curve.svg"),
);

function why(target: string): string {
  return execFileSync(process.execPath, ["bin/plr.js", "why", target], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, FORCE_COLOR: "1" },
  });
}

function preview(svg: string): Buffer {
  const drawing = new Resvg(readFileSync(new URL(svg, root), "utf8"), {
    fitTo: { mode: "width", value: FIGURE_WIDTH },
    font: { loadSystemFonts: false, fontFiles: Object.values(fontFiles).map((file) => fileURLToPath(file)) },
  });
  return drawing.render().asPng();
}
