import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { load } from "js-yaml";

/** What a method is a choice of. */
export const methodKinds = ["outlier", "imputation", "classifier", "featurization"] as const;
export type MethodKind = (typeof methodKinds)[number];

/** Categories of preprocessing methods; classifiers and featurizations have none. */
export const methodCategories = [
  "Ground Truth",
  "Foundation Model",
  "Deep Learning",
  "Traditional",
  "Ensemble",
] as const;
export type MethodCategory = (typeof methodCategories)[number];

/** One registered method and the names it goes by. */
export interface RegisteredMethod {
  readonly kind: MethodKind;
  readonly method: string;
  readonly display_name: string;
  readonly short_name: string;
  readonly category: MethodCategory | null;
  /** Place in the registry within its kind, from 1. */
  readonly position: number;
}

/** The registry: kind by kind, each in its order. */
export type Registry = readonly RegisteredMethod[];

/**
 * Reads configs/registry.yaml.
 *
 * @throws Error that names file and entry if a method has no name, an unknown category, or is there twice
 */
export function readRegistry(path: string): Registry {
  try {
    return parseRegistry(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** As {@link readRegistry}, from the text of the file. */
export function parseRegistry(yaml: string): Registry {
  const document: unknown = load(yaml);
  if (!isRecord(document)) throw new Error("must be a mapping of kinds to lists of methods");
  const unknown = Object.keys(document).find((kind) => !methodKinds.some((known) => known === kind));
  if (unknown !== undefined) throw new Error(`${unknown}: not a kind of method`);
  const registry = methodKinds.flatMap((kind) => {
    const entries = document[kind];
    if (!Array.isArray(entries) || entries.length === 0)
      throw new Error(`${kind}: must be a list of methods`);
    return entries.map((entry: unknown, index) => methodOf(entry, kind, index + 1));
  });
  const names = registry.map(({ kind, method }) => `${kind} ${method}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${twice}: is there twice`);
  return registry;
}

/** Whether a method is registered under a kind; the name must agree to the letter. */
export function isRegistered(registry: Registry, kind: MethodKind, method: string): boolean {
  return registry.some((entry) => entry.kind === kind && entry.method === method);
}

/** SHA-256 of what the registry says, whatever the layout of its file. */
export function registryDigest(registry: Registry): string {
  return createHash("sha256").update(JSON.stringify(registry)).digest("hex");
}

function methodOf(entry: unknown, kind: MethodKind, position: number): RegisteredMethod {
  const where = `${kind}, entry ${position}`;
  if (!isRecord(entry)) throw new Error(`${where}: must have method, display and short`);
  const [method, display, short] = ["method", "display", "short"].map((key) =>
    textOf(entry[key], `${where}: ${key}`),
  );
  const names = { method: method ?? "", display_name: display ?? "", short_name: short ?? "" };
  return { kind, ...names, category: categoryOf(entry["category"], kind, where), position };
}

function textOf(value: unknown, where: string): string {
  if (typeof value !== "string" || value.trim() === "") throw new Error(`${where} must be a text`);
  return value;
}

function categoryOf(value: unknown, kind: MethodKind, where: string): MethodCategory | null {
  if (kind === "classifier" || kind === "featurization") {
    if (value !== undefined) throw new Error(`${where}: a ${kind} has no category`);
    return null;
  }
  const category = methodCategories.find((known) => known === value);
  if (category === undefined)
    throw new Error(`${where}: category must be one of ${methodCategories.join(", ")}`);
  return category;
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
