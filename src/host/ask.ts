import { failed, ok, type Result } from "../engine/failure.ts";
import type { Json, Probe } from "../engine/rule.ts";

/** What a program says of itself, on either stream. */
export async function askTool(command: string, args: readonly string[]): Promise<Result<string>> {
  const { execa } = await import("execa");
  const said = await execa(command, args, { all: true, reject: false, stdin: "ignore", timeout: 30_000 });
  if (said.failed && said.exitCode === undefined) {
    const hint = `install ${command}, or leave out the targets that need it`;
    return failed({
      reason: "probe-failed",
      probe: [command, ...args].join(" "),
      message: said.shortMessage ?? "",
      hint,
    });
  }
  return ok(said.all.trim());
}

type ModuleSource = Extract<Probe["source"], { type: "module" }>;

/** Loads a probe's module beside this build and asks it. */
export async function askModule(source: ModuleSource, name: string): Promise<Result<Json>> {
  try {
    const module = (await source.load()) as { readonly default?: unknown };
    if (typeof module.default !== "function")
      throw new TypeError("its module has no function as default export");
    const value: unknown = await module.default(source.params);
    if (JSON.stringify(value) === undefined) throw new TypeError("it gave no value that JSON can hold");
    return ok(value as Json);
  } catch (error) {
    const { message, hint } = error as { readonly message: string; readonly hint?: string };
    return failed({ reason: "probe-failed", probe: name, message, hint });
  }
}
