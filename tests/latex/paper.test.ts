import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { finished } from "node:stream/promises";
import PdfWriter from "pdfkit";
import { SYNTHETIC_NOTICE } from "../../src/latex/index.ts";
import { sampleTables } from "./sample-tables.ts";

const skip = skipReason(["latexmk", "pdftotext"]);
const STUDIES = {
  synthetic: { tables: "outputs/synthetic/latex", figures: "figures/synthetic", pretex: [] },
  real: {
    tables: "outputs/latex",
    figures: "figures/generated",
    pretex: [String.raw`-usepretex=\def\plrstudy{real}`],
  },
} as const;

let project: string;
before(async () => {
  if (skip !== false) return;
  project = await mkdtemp(join(tmpdir(), "plr-paper-"));
  await cp(join(import.meta.dirname, "../../paper/main.tex"), join(project, "paper/main.tex"));
  for (const [study, { tables, figures }] of Object.entries(STUDIES)) {
    await mkdir(join(project, tables), { recursive: true });
    await mkdir(join(project, figures), { recursive: true });
    for (const [name, tex] of Object.entries(sampleTables(study === "synthetic"))) {
      await writeFile(join(project, tables, name), tex);
    }
    await drawFigure(join(project, figures, "fig02_forest_outlier.pdf"));
  }
});
after(() => skip === false && rm(project, { recursive: true }));

test("the paper compiles with a synthetic study's files and says so on every page", { skip }, () => {
  const { text, log } = compile("synthetic");
  const pages = text.split("\f").filter((page) => page.trim() !== "");
  assert.ok(pages.length > 1);
  for (const page of pages) assert.ok(page.includes(SYNTHETIC_NOTICE), page);
  assert.equal(/Overfull \\hbox \((?!0\.)/u.test(log), false, log);
  assert.match(text, /Ensemble \(CSDI\+/u);
  assert.match(text, /holds 316 configurations/u);
  assert.equal(text.includes("??"), false, "a number or a reference is missing");
  assert.match(text, /fig05_heatmap_catboost is not built/u);
  assert.match(text, /Tables?\s?3\s+to\s+5\s+compare/u);
  assert.match(text, /Table S2: Pairs of methods[^]*\f[^]*Imputation/u);
});

test("the same source compiles with a real study's files, without the warning", { skip }, async () => {
  const { text } = compile("real");
  assert.equal(/synthetic/iu.test(text), false);
  const pdf = await readFile(join(project, "paper/main.pdf"), "latin1");
  assert.equal(pdf.includes(project), false);
  compile("real");
  assert.equal(await readFile(join(project, "paper/main.pdf"), "latin1"), pdf, "a second build differs");
});

function compile(study: keyof typeof STUDIES): { text: string; log: string } {
  const options = [
    "-cd",
    "-pdf",
    "-gg",
    "-interaction=nonstopmode",
    "-halt-on-error",
    ...STUDIES[study].pretex,
  ];
  const limits = { cwd: project, encoding: "utf8", timeout: 120_000, killSignal: "SIGKILL" } as const;
  const built = spawnSync("latexmk", [...options, "paper/main.tex"], limits);
  assert.equal(built.status, 0, built.stdout);
  const shown = spawnSync("pdftotext", ["-layout", "paper/main.pdf", "-"], {
    cwd: project,
    encoding: "utf8",
  });
  return { text: shown.stdout, log: built.stdout };
}

function skipReason(tools: readonly string[]): string | false {
  const missing = tools.filter((tool) => spawnSync(tool, ["-v"]).error !== undefined);
  return missing.length === 0 ? false : `not installed: ${missing.join(", ")}`;
}

async function drawFigure(path: string): Promise<void> {
  const document = new PdfWriter({ size: [504, 200], margin: 0 });
  const file = document.pipe(createWriteStream(path));
  document.rect(1, 1, 502, 198).stroke();
  document.end();
  await finished(file);
}
