import type { SupplementaryMetrics } from "../../schema/metrics.ts";
import type { RunContent } from "../run-content.ts";

/** The row of `supplementary_metrics`. */
export function supplementaryRow({ scalars }: RunContent, config_id: number): SupplementaryMetrics {
  const mean = (name: string): number | null => scalars.get(name)?.mean ?? null;
  return {
    config_id,
    f1_score: mean("F1"),
    accuracy: mean("accuracy"),
    accuracy_balanced: mean("accuracy_balanced"),
    aupr: mean("AUPR"),
    sensitivity: mean("sensitivity"),
    specificity: mean("specificity"),
    ppv: mean("PPV"),
    npv: mean("NPV"),
    ppv_prev: mean("PPV_prev"),
    npv_prev: mean("NPV_prev"),
    tpauc: mean("tpAUC"),
    mce_3bin: mean("ECE"),
  };
}
