import { failed, ok, type Result } from "../engine/failure.ts";
import { execFile, type ExecFileException } from "node:child_process";
import * as fs from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { Json } from "../engine/canonical-json.ts";
import type { Probe } from "../engine/rule.ts";

const ask = promisify(execFile);

/** What a program says of itself, on both streams; that it ends in failure is taken for not being there. */
export async function askTool(command: string, args: readonly string[]): Promise<Result<string>> {
  try {
    const { stdout, stderr } = await ask(command, args, { timeout: 30_000, encoding: "utf8" });
    return ok(`${stdout}${stderr}`.trim());
  } catch (error) {
    const { code, message } = error as ExecFileException;
    return failed({
      reason: "probe-failed",
      probe: [command, ...args].join(" "),
      message: code === "ENOENT" ? `${command} is not there (ENOENT)` : message.trim(),
      hint: `install ${command}, or leave out the targets that need it`,
    });
  }
}

/** Real path and stat of the binary that a command names; undefined for a script, and for what cannot be read. */
export function binaryOf(command: string): string | undefined {
  const folders = command.includes("/") ? [""] : (process.env["PATH"] ?? "").split(delimiter);
  const path = folders.map((folder) => join(folder, command)).find(isExecutable);
  if (path === undefined) return undefined;
  try {
    const real = fs.realpathSync(path);
    const { size, mtimeNs, ctimeNs, ino, dev } = fs.statSync(real, { bigint: true });
    return isBinary(real) ? `${real} ${size} ${mtimeNs} ${ctimeNs} ${ino} ${dev}` : undefined;
  } catch {
    return undefined;
  }
}

function isExecutable(path: string): boolean {
  const stat = fs.statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && (stat.mode & 0o111) !== 0;
}

/** Of an executable format of Linux or macOS. What a script says hangs on more than its own file. */
function isBinary(path: string): boolean {
  const start = Buffer.alloc(4);
  const file = fs.openSync(path, "r");
  try {
    fs.readSync(file, start, 0, start.length, 0);
  } finally {
    fs.closeSync(file);
  }
  return BINARIES.has(start.toString("hex"));
}

/** How ELF and Mach-O files begin. */
const BINARIES = new Set(["7f454c46", "cffaedfe", "cefaedfe", "cafebabe"]);

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
