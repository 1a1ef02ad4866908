// `npm run bench`: times works as whole processes beside other tools, and prints one table for each.
import { writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { measure } from "./measure.ts";
import { type Row, rowsOf } from "./row.ts";
import { tableOf } from "./table.ts";
import { WORKS } from "./works.ts";

const USAGE = `npm run bench -- [--runs N] [--only WORDS]… [--long] [--json FILE]
  --runs N      repetitions of each tool (5)
  --only WORDS  only works with these words in their name
  --long        also the works that take minutes
  --json FILE   write the rows as JSON
works:
${WORKS.map(({ name, isLong }) => `  ${name}${isLong ? " (--long)" : ""}`).join("\n")}`;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "5" },
    only: { type: "string", multiple: true, default: [] },
    json: { type: "string" },
    long: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
const wanted = WORKS.filter(({ name, isLong }) =>
  values.only.length === 0 ? values.long || !isLong : values.only.some((words) => name.includes(words)),
);
if (values.help || !Number.isInteger(runs) || runs < 1 || wanted.length === 0) {
  console.error(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  console.log(
    `node ${process.versions.node}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`,
  );
  const rows: Row[] = [];
  for (const work of wanted) {
    const { tools, versus, missing } = await work.prepare();
    for (const what of missing) console.log(`\n${work.name}: without ${what}, which is not installed here`);
    if (tools.length === 0) continue;
    const measured = await measure(work, tools, runs);
    const own = rowsOf(work, versus, measured);
    console.log(`\n${tableOf(own, measured)}`);
    rows.push(...own);
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
}
