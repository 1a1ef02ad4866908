import { startProject } from "../../project/start-project.ts";
import { startedText } from "../../report/started.ts";
import { answer } from "../output.ts";
import { tellFailure } from "../tell-failure.ts";

/** Makes a small project in the working directory, to be changed into one's own. */
export async function run(): Promise<number> {
  const started = startProject(process.cwd());
  if (!started.ok) return tellFailure(started.failure);
  answer(startedText(started.value));
  return 0;
}
