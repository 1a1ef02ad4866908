// Compiled by `npm run check`, never run: ten rules as users write them, and typos that must not compile.
import {
  defineProject,
  duckdb,
  each,
  file,
  flow,
  glob,
  group,
  json,
  png,
  probe,
  rule,
  shell,
  task,
  tool,
} from "plr";

interface RunListing {
  readonly [key: string]: string | number;
  readonly id: string;
  readonly metrics: string;
  readonly endTime: number;
}

const runs = probe({
  name: "mlflow/runs",
  params: { uri: "mlruns" },
  read: () => import("./sample-probe.ts"),
});
const rscript = tool("Rscript", ["--version"]);

export const extract = each({
  name: "extraction/run",
  over: runs,
  key: (run) => run.id,
  inputs: (run) => ({ metrics: file(run.metrics, { external: true, private: true }) }),
  params: (run) => ({ endTime: run.endTime }),
  outputs: { rows: json("data/private/runs/{key}.json", { private: true }) },
  task: () => import("./sample-task.ts"),
});
export const database = rule({
  name: "extraction/database",
  inputs: { rows: extract.outputs.rows, registry: "configs/registry.yaml" },
  outputs: { db: duckdb("data/public/results.db", { tables: ["essential_metrics", "predictions"] }) },
  anonymises: true,
  task: () => import("./sample-task.ts"),
});
export const forestData = rule({
  name: "figures/forest/data",
  inputs: { metrics: database.outputs.db.table("essential_metrics") },
  params: { classifier: "CatBoost", thresholds: [5, 10] },
  outputs: { json: json("figures/data/forest.json") },
  task: () => import("./sample-task.ts"),
});
export const forest = rule({
  name: "figures/forest",
  inputs: { data: forestData.outputs.json },
  outputs: { png: png("figures/forest.png"), svg: "figures/forest.svg" },
  task: () => import("./sample-task.ts"),
});
export const contact = rule({
  name: "figures/contact",
  inputs: {
    picture: forest.outputs.png.pixels(),
    all: glob("figures/*.png"),
    title: forestData.outputs.json.at("/title"),
  },
  outputs: { html: "figures/index.html" },
  task: () => import("./sample-task.ts"),
});
export const table = rule({
  name: "latex/table",
  inputs: { metrics: database.outputs.db.table("predictions") },
  outputs: { tex: "outputs/latex/table.tex" },
  env: ["LC_ALL"],
  task: () => import("./sample-task.ts"),
});
export const paper = shell({
  name: "paper",
  inputs: { main: "paper/main.tex", table: table.outputs.tex, figures: [forest.outputs.png, "logo.png"] },
  outputs: { pdf: "paper/main.pdf" },
  run: ["latexmk", "-pdf", "-output-directory={out.pdf}", "{in.main}"],
});
export const count = shell({
  name: "count",
  inputs: { text: "a.txt" },
  outputs: { n: "n.txt" },
  script: "wc -l < {in} > {out}",
});
export const drawn = rule({
  name: "figures/r",
  inputs: { data: forestData.outputs.json },
  outputs: { png: "figures/r.png" },
  tools: [rscript],
  task: () => import("./sample-task.ts"),
});
export const perLevel = each({
  name: "levels",
  over: [{ level: "a" }, { level: "b" }],
  key: (item) => item.level,
  outputs: { txt: "levels/{key}.txt" },
  task: () => import("./sample-task.ts"),
});
export default defineProject({
  name: "samples",
  members: [
    flow("all", [
      extract,
      database,
      group("figures", [forestData, forest, contact, drawn]),
      table,
      paper,
      count,
      perLevel,
    ]),
  ],
});

task<typeof database>(({ inputs, outputs }) => {
  const rows: readonly string[] = inputs.rows;
  const registry: string = inputs.registry;
  const db: string = outputs.db;
  void [rows, registry, db];
  // @ts-expect-error no such input
  void inputs.registri;
  // @ts-expect-error no such output
  void outputs.database;
});
task<typeof extract>(({ inputs, params }) => {
  const path: string = inputs.metrics;
  const end: number = params.endTime;
  void [path, end];
  // @ts-expect-error a number, not a text
  const wrong: string = params.endTime;
  void wrong;
});
task<typeof forestData>(({ params }) => {
  const name: "CatBoost" = params.classifier;
  void name;
  // @ts-expect-error no such parameter
  void params.classifer;
});
// @ts-expect-error no such table
database.outputs.db.table("essential_metric");
// @ts-expect-error no such output
void forest.outputs.pgn;
// @ts-expect-error a text output has no tables
table.outputs.tex.table("x");
// @ts-expect-error outputs are needed
rule({ name: "x", task: () => import("./sample-task.ts") });
// @ts-expect-error an option that does not exist
shell({ name: "x", inputs: {}, outputs: {}, run: ["true"], retires: 3 });
// @ts-expect-error arguments or a script, not both
shell({ name: "x", outputs: {}, run: ["true"], script: "true" });
const wrongRun = each({
  name: "x",
  over: runs,
  // @ts-expect-error the item has no such field
  key: (run) => run.idd.toUpperCase(),
  outputs: { o: "x/{key}" },
  task: () => import("./sample-task.ts"),
});
void wrongRun;
export type { RunListing };
