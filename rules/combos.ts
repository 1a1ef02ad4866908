import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { isRegistered, type MethodKind, type Registry } from "./registry.ts";

/** A pipeline that figures show under a role. */
export interface Combo {
  readonly role: string;
  readonly label: string;
  readonly panel: "main" | "extended";
  readonly outlier_method: string;
  readonly imputation_method: string;
  readonly classifier: string;
  readonly featurization: string;
}

/** Main panels, and panels in all, that a row of figures has room for. */
const MOST_MAIN = 4;
const MOST = 8;

/**
 * Reads configs/combos.yaml, main roles first, each list in its order.
 *
 * @throws Error that names file and role if a method is not registered, a role is there twice, or there are too many
 */
export function readCombos(path: string, registry: Registry): readonly Combo[] {
  try {
    return parseCombos(readFileSync(path, "utf8"), registry);
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** As {@link readCombos}, from the text of the file. */
export function parseCombos(yaml: string, registry: Registry): readonly Combo[] {
  const document = load(yaml) as { readonly [key: string]: unknown } | null;
  const shared = {
    classifier: textOf(document?.["classifier"], "classifier"),
    featurization: textOf(document?.["featurization"], "featurization"),
  };
  const combos = (["main", "extended"] as const).flatMap((panel) => {
    const entries = document?.[panel] ?? [];
    if (!Array.isArray(entries)) throw new Error(`${panel}: must be a list`);
    return entries.map((entry: unknown, index) =>
      comboOf(entry, { panel, where: `${panel}, entry ${index + 1}`, shared }),
    );
  });
  checkNumbers(combos);
  for (const combo of combos) checkMethods(combo, registry);
  return combos;
}

interface Place {
  readonly panel: Combo["panel"];
  readonly where: string;
  readonly shared: Pick<Combo, "classifier" | "featurization">;
}

function comboOf(entry: unknown, { panel, where, shared }: Place): Combo {
  const fields = (entry ?? {}) as { readonly [key: string]: unknown };
  return {
    role: textOf(fields["role"], `${where}: role`),
    label: textOf(fields["label"], `${where}: label`),
    panel,
    outlier_method: textOf(fields["outlier"], `${where}: outlier`),
    imputation_method: textOf(fields["imputation"], `${where}: imputation`),
    ...shared,
  };
}

function checkNumbers(combos: readonly Combo[]): void {
  const roles = combos.map(({ role }) => role);
  const twice = roles.find((role, index) => roles.indexOf(role) !== index);
  if (twice !== undefined) throw new Error(`${twice}: is there twice`);
  const main = combos.filter(({ panel }) => panel === "main").length;
  if (main > MOST_MAIN) throw new Error(`main: ${main} roles, at most ${MOST_MAIN} fit`);
  if (combos.length > MOST) throw new Error(`${combos.length} roles, at most ${MOST} fit`);
}

function checkMethods(combo: Combo, registry: Registry): void {
  const choices: readonly (readonly [MethodKind, string])[] = [
    ["outlier", combo.outlier_method],
    ["imputation", combo.imputation_method],
    ["classifier", combo.classifier],
    ["featurization", combo.featurization],
  ];
  for (const [kind, method] of choices) {
    if (!isRegistered(registry, kind, method))
      throw new Error(`${combo.role}: ${kind} ${method} is not registered`);
  }
}

function textOf(value: unknown, where: string): string {
  if (typeof value !== "string" || value.trim() === "") throw new Error(`${where} must be a text`);
  return value;
}
