import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { RunDetails } from "./tracking.ts";

/** Params, tags and metrics of the run in a folder of a file store: one file for each, named after its key. */
export function readFileDetails(folder: string): RunDetails {
  return {
    params: readAll(join(folder, "params"), (text) => text),
    tags: readAll(join(folder, "tags"), (text) => text),
    metrics: readAll(join(folder, "metrics"), latestValue),
  };
}

/** Those of the named tags that the run in a folder has: no other file is read. */
export function readFileTags(folder: string, names: readonly string[]): Map<string, string> {
  const there = names.filter((name) => existsSync(join(folder, "tags", name)));
  return new Map(there.map((name) => [name, readFileSync(join(folder, "tags", name), "utf8")]));
}

/**
 * The latest value in a metric's file, whose lines are `timestamp value [step [dataset digest]]`: that of the
 * greatest (step, timestamp, value), as MLflow itself has it; undefined where no line can be read.
 */
export function latestValue(text: string): number | undefined {
  let latest: readonly [step: number, timestamp: number, value: number] | undefined;
  for (const line of text.split("\n")) {
    const [timestamp, value, step = "0"] = line.trim().split(/\s+/);
    if (timestamp === undefined || value === undefined) continue;
    const number = metricNumber(value);
    const point = [Number(step), Number(timestamp), number ?? 0] as const;
    if (number === undefined || Number.isNaN(point[0]) || Number.isNaN(point[1])) continue;
    if (latest === undefined || isLater(point, latest)) latest = point;
  }
  return latest?.[2];
}

function isLater(a: readonly number[], b: readonly number[]): boolean {
  const differs = a.findIndex((item, k) => item !== b[k]);
  return differs >= 0 && (a[differs] ?? 0) > (b[differs] ?? 0);
}

/** A float as Python prints it; undefined for anything else, such as a line that broke off. */
function metricNumber(text: string): number | undefined {
  const infinity = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (infinity !== null) return infinity[1] === "-" ? -Infinity : Infinity;
  const number = Number(text);
  return Number.isNaN(number) && !/^[+-]?nan$/i.test(text) ? undefined : number;
}

function readAll<T>(folder: string, read: (text: string) => T | undefined): Map<string, T> {
  const values = new Map<string, T>();
  for (const name of filesBelow(folder, "")) {
    const value = read(readFileSync(join(folder, name), "utf8"));
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

/** Keys may hold slashes: `test/AUROC` is a file in a folder. */
function* filesBelow(folder: string, prefix: string): Generator<string> {
  for (const entry of entriesOf(folder).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(join(folder, entry.name), `${name}/`);
    else if (entry.name !== ".DS_Store") yield name;
  }
}

function entriesOf(folder: string): ReturnType<typeof readDirectory> {
  try {
    return readDirectory(folder);
  } catch {
    return [];
  }
}

function readDirectory(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}
