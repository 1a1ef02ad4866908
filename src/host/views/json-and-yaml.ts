import { readFileSync } from "node:fs";
import type { View } from "../../engine/artifact.ts";
import { canonicalJson, type Json } from "../../engine/canonical-json.ts";
import type { Hasher } from "../../engine/digest.ts";
import type { Format, ViewDigests } from "./format.ts";

/** A whole JSON file by value, or what a pointer names in it. */
export const jsonViews: Format = (path, views, hasher) =>
  valueViews(JSON.parse(readFileSync(path, "utf8")) as Json, views, hasher);

/** The same of a YAML file with one document. */
export const yamlViews: Format = async (path, views, hasher) => {
  const { load } = await import("js-yaml");
  return valueViews(asJson(load(readFileSync(path, "utf8"))), views, hasher);
};

/** YAML's values as JSON; the numbers that JSON lacks must not all look like null. */
function asJson(value: unknown): Json {
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value === "number" && !Number.isFinite(value)) return { ".number": String(value) };
  if (typeof value !== "object" || value === null) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asJson(member)]));
}

function valueViews(value: Json, views: readonly View[], hasher: Hasher): ViewDigests {
  return Object.fromEntries(
    views.map((view) => {
      const colon = view.indexOf(":");
      const shown = colon < 0 ? value : atPointer(value, view.slice(colon + 1));
      return [view, hasher.text(canonicalJson(shown))];
    }),
  );
}

/** RFC 6901; a place that is not there is `undefined`, and its coming counts. */
function atPointer(value: Json, pointer: string): Json | undefined {
  let at: Json | undefined = value;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as { readonly [key: string]: Json | undefined })[key];
  }
  return at;
}
