import { startProject } from "../../project/start-project.ts";
import { failureLines } from "../../report/failure-text.ts";
import { exitCodeOf } from "../../report/failures.ts";
import { startedText } from "../../report/started.ts";
import { answer, note } from "../output.ts";
import { lookOf } from "../reporter.ts";

/** Makes a small project in the working directory, to be changed into one's own. */
export async function run(): Promise<number> {
  const started = startProject(process.cwd());
  if (!started.ok) {
    note(failureLines(started.failure, lookOf(process.stderr)).join("\n"));
    return exitCodeOf(started.failure);
  }
  answer(startedText(started.value));
  return 0;
}
