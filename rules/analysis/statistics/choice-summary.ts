import { quantile7 } from "plr/stratos/quantile";
import { type Configuration, type Factor, factors, methodOf } from "./configuration.ts";

/** What the configurations that made one choice have in common: their median AUROC and their median rank. */
export interface ChoiceSummary {
  readonly factor: Factor;
  readonly method: string;
  readonly classifier: string;
  readonly featurization: string;
  readonly n: number;
  readonly median_auroc: number;
  readonly median_rank: number;
}

/**
 * Summarises every choice among configurations ranked together.
 *
 * @param configurations ranked by AUROC, the best is rank 1, ties by config_id
 * @param scope the classifier that all share, or "all"
 */
export function choiceSummary(
  configurations: readonly Configuration[],
  scope: { readonly classifier: string; readonly featurization: string },
): ChoiceSummary[] {
  const ranked = configurations.toSorted((a, b) => b.auroc - a.auroc || a.config_id - b.config_id);
  const shown = scope.classifier === "all" ? factors : factors.filter((factor) => factor !== "classifier");
  return shown.flatMap((factor) => {
    const methods = [...new Set(ranked.map((configuration) => methodOf(configuration, factor)))].toSorted();
    return methods.map((method) => {
      const own = [...ranked.entries()].filter(([, other]) => methodOf(other, factor) === method);
      return {
        factor,
        method,
        ...scope,
        n: own.length,
        median_auroc: quantile7(
          own.map(([, configuration]) => configuration.auroc),
          0.5,
        ),
        median_rank: quantile7(
          own.map(([index]) => index + 1),
          0.5,
        ),
      };
    });
  });
}
