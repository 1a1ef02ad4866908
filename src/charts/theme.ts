/**
 * The look of every figure. One unit is one point (1/72 in); figures are drawn at the size they are printed.
 * Colours: hues of the study's palette, darkened until each has 3:1 against white and all pairs stay apart under
 * protanopia, deuteranopia, tritanopia and in grey.
 */

/** Figure widths in inches: one column, two columns, the full page. */
export const widths = { single: 3.5, double: 7, full: 7.5 } as const;

/** Type sizes in points; nothing is set smaller than `label`. */
export const type = { label: 7, axisTitle: 8, panelTitle: 8, tag: 9 } as const;

/** The one font family. */
export const fontFamily = "Source Sans 3";

/** Line widths in points, and the area of a point mark in square points. */
export const stroke = {
  axis: 0.5,
  grid: 0.4,
  data: 1.25,
  reference: 0.75,
  refit: 2.2,
  sampling: 0.6,
} as const;
export const pointArea = 26;

/** Inks and grounds that carry no category. */
export const ink = {
  text: "#222222",
  secondary: "#595959",
  axis: "#595959",
  grid: "#E0E0E0",
  reference: "#444444",
  tick: "#A3A3A3",
  envelope: "#C8C8C8",
  repeated: "#B5B5B5",
  missing: "#BBBBBB",
  /** A pupil as recorded, behind its ground truth. */
  recording: "#8A8A8A",
  margin: "#EFEFEF",
  white: "#FFFFFF",
  /** Numbers in coloured cells only, where the text ink would contrast too little. */
  black: "#000000",
} as const;

/** A dash pattern in points; empty means solid. */
export type Dash = readonly number[];

/** How a category or classifier is drawn wherever it occurs. */
export interface Appearance {
  readonly color: string;
  readonly shape: "circle" | "square" | "triangle-up" | "triangle-down" | "diamond" | "cross";
  readonly dash: Dash;
}

/** The five kinds of preprocessing method; a pipeline wears its outlier method's. */
export const categories = {
  "Ground Truth": { color: "#9A7B00", shape: "diamond", dash: [] },
  Ensemble: { color: "#0F4630", shape: "triangle-up", dash: [6, 2] },
  "Foundation Model": { color: "#009FB7", shape: "circle", dash: [3, 2] },
  "Deep Learning": { color: "#005993", shape: "square", dash: [6, 2, 1, 2] },
  Traditional: { color: "#6E6E6E", shape: "triangle-down", dash: [1, 2] },
} as const satisfies Record<string, Appearance>;

/** A preprocessing category by its display name. */
export type Category = keyof typeof categories;

/** The registered classifiers; always labelled too, since five colours cannot all be far apart. */
export const classifiers = {
  CatBoost: { color: "#0072B2", shape: "circle", dash: [] },
  XGBoost: { color: "#D55E00", shape: "square", dash: [6, 2] },
  TabPFN: { color: "#0B6B4C", shape: "triangle-up", dash: [3, 2] },
  TabM: { color: "#3A9BC1", shape: "diamond", dash: [6, 2, 1, 2] },
  LogisticRegression: { color: "#7B3A68", shape: "cross", dash: [1, 2] },
} as const satisfies Record<string, Appearance>;

/** A classifier by its registry name. */
export type Classifier = keyof typeof classifiers;

/** Diagnosis of a test person. */
export const outcomes = {
  control: { color: "#7C8894", shape: "circle", filled: false },
  glaucoma: { color: "#9C1C4C", shape: "triangle-up", filled: true },
} as const;

/** Grounds of the lights of the stimulus, always named too. */
export const lights = { Blue: "#DCEAF5", Red: "#FBE3DF" } as const;

/** Ground of the band that marks synthetic data. */
export const syntheticGround = "#9C1C4C";

/** Light to dark, for amounts. */
export const sequential = [
  "#F3F6F8",
  "#CFDDE6",
  "#A3BFD1",
  "#6F9DB8",
  "#3D7A9C",
  "#14577C",
  "#07304A",
] as const;

/** Orange below, violet above zero, for differences. */
export const diverging = [
  "#7F3B08",
  "#C2711C",
  "#F0B66A",
  "#F7EBDD",
  "#F5F5F5",
  "#DFE0EE",
  "#A9A4CF",
  "#6F5FA3",
  "#3B1F6E",
] as const;
