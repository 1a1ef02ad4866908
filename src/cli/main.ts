import { runBuild } from "./commands/build.ts";
import { openSession } from "./session.ts";

export async function main(argv: readonly string[]): Promise<number> {
  const controller = new AbortController();
  process.on("SIGINT", () => controller.abort());
  const session = await openSession(controller.signal);
  if (!session.ok) {
    process.stderr.write(`${JSON.stringify(session.failure)}\n`);
    return 2;
  }
  const targets = argv.slice(1).filter((a) => !a.startsWith("-"));
  const run = await runBuild(
    session.value,
    {
      targets,
      jobs: 2,
      force: argv.includes("--force"),
      keepGoing: argv.includes("-k"),
      given: new Set(),
      argv,
    },
    { show: (e) => process.stdout.write(`${JSON.stringify(e)}\n`), signal: controller.signal },
  );
  session.value.close();
  if (!run.end.ok) process.stderr.write(`${JSON.stringify(run.end.failure)}\n`);
  return run.end.ok ? 0 : 2;
}
