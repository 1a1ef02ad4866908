import { quantile7 } from "plr/stratos/quantile";
import type { ChoiceSummary } from "../../schema/comparisons.ts";
import { samplingLimits } from "./auroc-limits.ts";
import { type Configuration, type Factor, factors, methodOf } from "./configuration.ts";

/**
 * Summarises every choice among configurations that are ranked together, and all of them as factor `all`.
 *
 * @param configurations ranked by AUROC: the highest is rank 1, ties by config_id
 * @param scope the classifier that all share, or "all"
 */
export function choiceSummary(
  configurations: readonly Configuration[],
  scope: { readonly classifier: string; readonly featurization: string },
): ChoiceSummary[] {
  const ranked = configurations
    .toSorted((a, b) => b.auroc - a.auroc || a.config_id - b.config_id)
    .map((configuration, index) => ({ configuration, rank: index + 1 }));
  const shown = scope.classifier === "all" ? factors : factors.filter((factor) => factor !== "classifier");
  const choices = shown.flatMap((factor) => {
    const groups = Map.groupBy(ranked, ({ configuration }) => methodOf(configuration, factor));
    return [...groups].map(([method, members]) => ({ factor, method, members }));
  });
  return [{ factor: "all" as const, method: "all", members: ranked }, ...choices].map((choice) =>
    summaryOf(choice, scope),
  );
}

interface Ranked {
  readonly configuration: Configuration;
  readonly rank: number;
}

function summaryOf(
  choice: { readonly factor: Factor | "all"; readonly method: string; readonly members: readonly Ranked[] },
  scope: { readonly classifier: string; readonly featurization: string },
): ChoiceSummary {
  const { factor, method, members } = choice;
  const widths = members.flatMap(({ configuration }) => {
    const { lower, upper } = samplingLimits(configuration.kernel);
    return lower === null || upper === null ? [] : [(upper - lower) / 2];
  });
  return {
    ...scope,
    factor,
    method,
    n: members.length,
    median_auroc: median(members.map(({ configuration }) => configuration.auroc)),
    median_rank: median(members.map(({ rank }) => rank)),
    median_half_width: widths.length === 0 ? null : median(widths),
  };
}

function median(values: readonly number[]): number {
  return quantile7(values, 0.5);
}
