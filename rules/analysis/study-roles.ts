import { readCombos } from "../combos.ts";
import { readRegistry } from "../registry.ts";
import type { Scope } from "./query.ts";
import type { Role } from "./sidecar/roles.ts";

const combos = readCombos("configs/combos.yaml", readRegistry("configs/registry.yaml"));

/**
 * The roles of configs/combos.yaml that are of a scope's classifier and featurization, in their order.
 *
 * @param panels `extended` is all of them
 */
export function studyRoles(
  panels: "main" | "extended",
  { classifier, featurization }: Pick<Scope, "classifier" | "featurization">,
): readonly Role[] {
  return combos
    .filter(({ panel }) => panel === "main" || panels === "extended")
    .filter((combo) => combo.classifier === classifier && combo.featurization === featurization)
    .map(({ role, label, outlier_method, imputation_method }) => ({
      role,
      label,
      outlier_method,
      imputation_method,
    }));
}
