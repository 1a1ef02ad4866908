import type { Json } from "plr";

/** One figure of configs/figures.yaml; a parameter of its data step, so that editing an entry rebuilds that figure. */
export type FigureEntry = {
  readonly id: string;
  readonly stem: string;
  readonly title: string;
  readonly question: string;
  readonly section: "main" | "supplementary";
  readonly latex_label: string;
  /** Inches; one column, two columns or the full page. */
  readonly width: 3.5 | 7 | 7.5;
  readonly privacy: "public" | "private";
  readonly roles: "none" | "main" | "extended";
};

const texts = ["id", "stem", "title", "question", "latex_label"] as const;
const choices = {
  section: ["main", "supplementary"],
  width: [3.5, 7, 7.5],
  privacy: ["public", "private"],
  roles: ["none", "main", "extended"],
} as const;

/**
 * Checks a figure registry.
 *
 * @param value the parsed configs/figures.yaml
 * @returns a look-up by figure id
 * @throws if an entry is not of the shape above, if two share an id or stem, or on looking up an unknown id
 */
export function figureRegistry(value: Json): (id: string) => FigureEntry {
  const entries = listOf(value).map(entryOf);
  for (const key of ["id", "stem"] as const) {
    const twice = entries.find((entry, i) => entries.findIndex((other) => other[key] === entry[key]) !== i);
    if (twice !== undefined) throw new Error(`configs/figures.yaml: two figures of ${key} ${twice[key]}`);
  }
  return (id) => {
    const found = entries.find((entry) => entry.id === id);
    if (found === undefined) throw new Error(`configs/figures.yaml: no figure ${id}`);
    return found;
  };
}

function listOf(value: Json): readonly Json[] {
  const figures = isRecord(value) ? value["figures"] : undefined;
  if (!Array.isArray(figures)) throw new Error("configs/figures.yaml: `figures` must be a list");
  return figures as readonly Json[];
}

function entryOf(entry: Json, index: number): FigureEntry {
  if (!isRecord(entry)) throw new Error(`configs/figures.yaml: figure ${index + 1} is not a mapping`);
  const name = typeof entry["id"] === "string" ? entry["id"] : `${index + 1}`;
  for (const key of texts) {
    if (typeof entry[key] !== "string" || entry[key] === "") {
      throw new Error(`configs/figures.yaml: ${key} of figure ${name} must be a text`);
    }
  }
  for (const [key, allowed] of Object.entries(choices)) {
    if (!(allowed as readonly unknown[]).includes(entry[key])) {
      throw new Error(`configs/figures.yaml: ${key} of figure ${name} must be one of ${allowed.join(", ")}`);
    }
  }
  return entry as unknown as FigureEntry;
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
