import { runProcess } from "./run-process.ts";
import type { Tool } from "./work.ts";

/**
 * Runs a command that prepares a work; not timed.
 *
 * @throws Error with the end of what it said if it fails
 */
export async function mustSucceed(tool: Pick<Tool, "command" | "cwd" | "env">): Promise<void> {
  const { exit, stderr } = await runProcess({ name: "", ...tool }, { watchMemory: false });
  if (exit !== 0) throw new Error(`${tool.command.join(" ")} ended with ${exit}\n${stderr}`);
}
