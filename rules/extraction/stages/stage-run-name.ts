/** A stage before classification. */
export const stages = ["outlier", "imputation"] as const;
export type Stage = (typeof stages)[number];

/** What the name of a run of a stage says: the method in the registry's words, and what it worked on. */
export interface StageRunName {
  readonly method: string;
  /** Imputation: the outlier method whose masks were filled. Outliers: the signal that was looked at, if it is named. */
  readonly source: string;
}

/** The prefix of synthetic runs; it holds the separator of fields itself. */
const SYNTHETIC_PREFIX = "__SYNTHETIC_";

/**
 * Reads the name of an outlier run (`{method}` or `{method}_{signal}`) or an imputation run (`{imputer}__{outlier}`).
 * Runs write methods with their details (`MOMENT_finetune_MOMENT-1-large_pupil_gt`); the registry's shorter names are
 * made from these. Whether a method is registered is the registry's business.
 *
 * @returns null where the name has too few or too many fields
 */
export function parseStageRunName(stage: Stage, name: string): StageRunName | null {
  const bare = name.startsWith(SYNTHETIC_PREFIX) ? name.slice(SYNTHETIC_PREFIX.length) : name;
  const [own, outlier, ...more] = bare.split("__");
  if (own === undefined || own === "" || more.length > 0) return null;
  if (stage === "outlier") {
    if (outlier !== undefined) return null;
    const { base, signal } = parted(own);
    return { method: outlierMethod(base, signal), source: signal ?? "not named" };
  }
  if (outlier === undefined || outlier === "") return null;
  const masks = parted(outlier);
  return { method: imputationMethod(parted(own).base), source: outlierMethod(masks.base, masks.signal) };
}

const SIGNAL = /^(.+?)_(pupil_(?:gt|orig_imputed|orig|raw))$/;

function parted(field: string): { readonly base: string; readonly signal: string | undefined } {
  const found = SIGNAL.exec(field);
  return { base: found?.[1] ?? field, signal: found?.[2] };
}

/** Methods that learn are told apart by the signal that they learned from. */
function outlierMethod(base: string, signal: string | undefined): string {
  if (base === "pupil_gt") return "pupil-gt";
  const learnedFrom = signal === "pupil_gt" ? "gt" : "orig";
  const moment = /^MOMENT_(finetune|zeroshot)/.exec(base)?.[1];
  if (moment !== undefined) return `MOMENT-${learnedFrom}-${moment}`;
  const units = /^UniTS(?:-Outlier)?(?:_(finetune|zeroshot).*)?$/.exec(base);
  if (units !== null) return `UniTS-${learnedFrom}-${units[1] ?? "finetune"}`;
  return base === "TimesNet" ? `TimesNet-${learnedFrom}` : base;
}

function imputationMethod(base: string): string {
  if (base === "pupil_gt") return "pupil-gt";
  const moment = /^MOMENT_(finetune|zeroshot)/.exec(base)?.[1];
  return moment === undefined ? base : `MOMENT-${moment}`;
}
