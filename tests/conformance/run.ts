// `npm run conformance`: plays sixteen scenarios on plr and on the peers that are installed, prints one table, and
// fails where plr falls short. What peers reach is information.
import { SCENARIOS } from "./scenarios.ts";
import { tableOf, type Column } from "./table.ts";
import type { Tool } from "./tool.ts";
import { TOOLS } from "./tools.ts";
import { beginTrial, firstLine, Miss } from "./trial.ts";

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !TOOLS.some((tool) => tool.name === name));
if (unknown.length > 0) {
  console.error(`no such tool: ${unknown.join(", ")}; there are ${TOOLS.map(({ name }) => name).join(", ")}`);
  process.exitCode = 2;
} else {
  await run(
    wanted.length === 0 ? TOOLS : TOOLS.filter(({ name }) => name === "plr" || wanted.includes(name)),
  );
}

async function run(tools: readonly Tool[]): Promise<void> {
  const columns: Column[] = [];
  for (const tool of tools) {
    const version = firstLine(tool.version);
    const outcomes = version === undefined ? SCENARIOS.map(() => undefined) : await playAll(tool);
    columns.push({ name: tool.name, version: /\d+(\.\d+)+/.exec(version ?? "")?.[0], outcomes });
  }
  console.log(
    tableOf(
      SCENARIOS.map(({ name }) => name),
      columns,
    ),
  );
  const passed =
    columns.find(({ name }) => name === "plr")?.outcomes.filter((outcome) => outcome === "") ?? [];
  console.log(`plr ${passed.length}/${SCENARIOS.length}`);
  if (passed.length < SCENARIOS.length) process.exitCode = 1;
}

async function playAll(tool: Tool): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for (const { play } of SCENARIOS) {
    try {
      using trial = beginTrial(tool);
      await play(trial);
      outcomes.push("");
    } catch (error) {
      if (!(error instanceof Miss)) throw error;
      outcomes.push(error.message.split("\n")[0] ?? "");
    }
  }
  return outcomes;
}
