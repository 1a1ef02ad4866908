import type { Lifecycle, RunStatus } from "./tracking.ts";

/** File stores keep the number of MLflow's protobuf enum, databases and servers the word. */
const STATUS_BY_NUMBER: Readonly<Record<string, RunStatus>> = {
  "1": "RUNNING",
  "2": "SCHEDULED",
  "3": "FINISHED",
  "4": "FAILED",
  "5": "KILLED",
};

/** The status of a run, from a number or a word; undefined for any other text. */
export function parseStatus(text: string): RunStatus | undefined {
  return STATUS_BY_NUMBER[text] ?? Object.values(STATUS_BY_NUMBER).find((status) => status === text);
}

export function parseLifecycle(text: string): Lifecycle | undefined {
  return text === "active" || text === "deleted" ? text : undefined;
}

/** A time in ms since 1970; null where it is not set yet, as is the end of a run that goes on. */
export function parseTime(value: unknown): number | null {
  const time = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof time === "number" && Number.isFinite(time) ? time : null;
}

/** Databases cannot hold infinities: MLflow writes the greatest double in their place. */
export function restoreInfinity(value: number): number {
  return Math.abs(value) === Number.MAX_VALUE ? Math.sign(value) * Infinity : value;
}

/** A field of a database row or of a JSON answer as text; empty where it is null or missing. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" ? value.toString() : "";
}
