/** A handcrafted feature of the response to one light, under the names it goes by. */
export interface FeatureName {
  readonly light: string;
  /** "Sustained". */
  readonly display_name: string;
  /** "Sust.". */
  readonly short_name: string;
  /** Place among the features of a light; unknown ones come last. */
  readonly position: number;
}

/** In the order of the windows that they are taken from. */
const known: readonly (readonly [feature: string, display: string, short: string])[] = [
  ["BASELINE", "Baseline", "Base"],
  ["PHASIC", "Phasic", "Phasic"],
  ["MAX_CONSTRICTION", "Maximal constriction", "Max."],
  ["SUSTAINED", "Sustained", "Sust."],
  ["PIPR", "PIPR", "PIPR"],
  ["PIPR_AUC", "PIPR area", "Area"],
];

/** The names of a feature as pickles have it: `Blue_SUSTAINED_value` is "Sustained" of the blue light. */
export function featureName(feature: string): FeatureName {
  const [light = "", ...rest] = feature.replace(/_value$/, "").split("_");
  const name = rest.join("_");
  const position = known.findIndex(([own]) => own === name);
  const [, display_name, short_name] = known[position] ?? [];
  const words = name.toLowerCase().replaceAll("_", " ");
  return {
    light: light.toLowerCase(),
    display_name: display_name ?? words,
    short_name: short_name ?? words.slice(0, 5),
    position: position === -1 ? known.length : position,
  };
}
