import * as theme from "plr/charts/theme";

/** The study's theme as the R scripts get it: colours by category, sizes in points. */
export const rTheme = {
  family: theme.fontFamily,
  type: theme.type,
  stroke: theme.stroke,
  ink: theme.ink,
  categories: theme.categories,
  classifiers: theme.classifiers,
  outcomes: theme.outcomes,
  syntheticGround: theme.syntheticGround,
} as const;
