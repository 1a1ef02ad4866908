import { availableParallelism, totalmem } from "node:os";
import { bytesOf } from "../engine/memory-size.ts";
import type { Session } from "./session.ts";

/** How much may go on at a time, and how often it is tried again. */
export interface BuildLimits {
  readonly jobs: number;
  readonly retries: number;
  /** Bytes. */
  readonly memory: number;
}

type Options = Readonly<Record<string, unknown>>;

/** Reads the limits from a command's options; a text says which option cannot be read, and what it takes. */
export function buildLimits(options: Options, { graph }: Session): BuildLimits | string {
  const jobs = wholeNumber(options["jobs"], availableParallelism());
  if (jobs === undefined || jobs < 1) return "--jobs takes a whole number from 1 up";
  const retries = wholeNumber(options["retries"], 0);
  if (retries === undefined) return "--retries takes a whole number";
  const { memory: size } = options;
  const asked = typeof size === "string" ? bytesOf(size) : undefined;
  const memory = size === undefined ? (graph.project.memory ?? machineMemory()) : asked;
  return memory === undefined ? '--memory takes a size, as in "8 GB"' : { jobs, retries, memory };
}

function wholeNumber(option: unknown, otherwise: number): number | undefined {
  if (option === undefined) return otherwise;
  const number = Number(option);
  return Number.isInteger(number) && number >= 0 ? number : undefined;
}

/** A container's limit counts where there is one. */
function machineMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
