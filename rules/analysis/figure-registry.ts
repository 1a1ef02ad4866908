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
  const entries = listOf(value, "figures").map(entryOf);
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

/**
 * The figures that one may look for and that are not drawn, with the reason: what they lack, or where the same is shown.
 *
 * @param value the parsed configs/figures.yaml
 * @throws if an entry does not say exactly one of the two, or names a figure that there is not
 */
export function absentFigures(value: Json): readonly { readonly name: string; readonly reason: string }[] {
  const shown = new Set(listOf(value, "figures").map((entry) => textOf(entry, "id")));
  return listOf(value, "absent").map((entry) => {
    const [id, lacks, heir] = ["id", "lacks", "shown_in"].map((key) => textOf(entry, key));
    const isGood = id !== undefined && !shown.has(id) && (lacks === undefined) !== (heir === undefined);
    if (!isGood || (heir !== undefined && !shown.has(heir))) {
      throw new Error(
        `configs/figures.yaml: absent figure ${id ?? ""} must say what it lacks, or which figure shows it`,
      );
    }
    return { name: `figures/${id}`, reason: lacks ?? `figures/${heir ?? ""} shows the same` };
  });
}

function textOf(entry: Json, key: string): string | undefined {
  const text = isRecord(entry) ? entry[key] : undefined;
  return typeof text === "string" && text !== "" ? text : undefined;
}

function listOf(value: Json, key: "figures" | "absent"): readonly Json[] {
  const list = isRecord(value) ? value[key] : undefined;
  if (!Array.isArray(list)) throw new Error(`configs/figures.yaml: \`${key}\` must be a list`);
  return list as readonly Json[];
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
