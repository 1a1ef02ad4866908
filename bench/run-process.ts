import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { benchFolder } from "./bench-folder.ts";
import { residentBytes } from "./resident-bytes.ts";
import type { Tool } from "./work.ts";

const POLL_MS = 5;

/** How a whole process went, from its start to the end of the last thing it wrote. */
export interface ProcessRun {
  readonly ms: number;
  readonly exit: number;
  /** Of the process and all its descendants together; null where memory was not watched or cannot be read. */
  readonly peakBytes: number | null;
  /** The end of it. */
  readonly stderr: string;
}

/** Runs a tool's command. What it prints goes to a file, so that a slow reader does not slow it down. */
export async function runProcess(
  { command, cwd, env, input }: Tool,
  { watchMemory }: { readonly watchMemory: boolean },
): Promise<ProcessRun> {
  const [program = "", ...args] = command;
  const log = join(benchFolder(), "last.log");
  const file = openSync(log, "w");
  const startedAt = performance.now();
  const child = spawn(program, args, {
    cwd,
    env: { ...surroundings(), ...env },
    stdio: [input === undefined ? "ignore" : "pipe", "ignore", file],
  });
  child.stdin?.end(input);
  const peak = watchMemory ? watchPeak(child.pid) : undefined;
  const [code] = (await once(child, "exit")) as [number | null];
  const ms = performance.now() - startedAt;
  closeSync(file);
  return { ms, exit: code ?? 1, peakBytes: peak?.() ?? null, stderr: readFileSync(log, "utf8").slice(-4000) };
}

/** The study that somebody's environment names is not to be touched. */
function surroundings(): NodeJS.ProcessEnv {
  const names = [
    "MLFLOW_TRACKING_URI",
    "MLRUNS_DIR",
    "SERI_DB_PATH",
    "CLASSIFICATION_EXP_ID",
    "FOUNDATION_PLR_SYNTHETIC",
  ];
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.includes(name)));
}

function watchPeak(pid: number | undefined): () => number | null {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, pid === undefined ? 0 : residentBytes(pid));
  };
  const timer = setInterval(look, POLL_MS);
  return () => {
    clearInterval(timer);
    return peak === 0 ? null : peak;
  };
}
