// `npm run bench`: times works as whole processes beside other tools, and prints one table for each.
import { writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { measure } from "./measure.ts";
import { type BenchOptions, readOptions } from "./options.ts";
import { type Row, rowsOf } from "./row.ts";
import { tableOf } from "./table.ts";
import type { Work } from "./work.ts";
import { WORKS } from "./works.ts";

const USAGE = `npm run bench -- [--runs N] [--only WORDS]… [--long] [--json FILE]
  --runs N      repetitions of each tool (5)
  --only WORDS  only works with these words in their name
  --long        also the works that take minutes
  --json FILE   write the rows as JSON
works:
${WORKS.map(({ name, isLong }) => `  ${name}${isLong ? " (--long)" : ""}`).join("\n")}`;

const options = readOptions(process.argv.slice(2));
const works = options === undefined ? [] : worksFor(options);
if (options === undefined || works.length === 0) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  await run(works, options);
}

function worksFor({ only, long }: BenchOptions): readonly Work[] {
  return WORKS.filter(({ name, isLong }) =>
    only.length === 0 ? long || !isLong : only.some((words) => name.includes(words)),
  );
}

async function run(works: readonly Work[], { runs, json }: BenchOptions): Promise<void> {
  const load = loadavg()[0]?.toFixed(1) ?? "unknown";
  console.log(`node ${process.versions.node}, ${availableParallelism()} cores, load ${load}`);
  const rows: Row[] = [];
  for (const work of works) {
    const { tools, versus, missing } = await work.prepare();
    for (const what of missing) console.log(`\n${work.name}: without ${what}, which is not installed here`);
    if (tools.length === 0) continue;
    const measured = await measure(work, tools, runs);
    const own = rowsOf(work, versus, measured);
    console.log(`\n${tableOf(own, measured)}`);
    rows.push(...own);
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
}
