/** What `configs/figures.ts` says of a figure. */
export type FigureEntry = {
  readonly title: string;
  /** The question that it answers. */
  readonly question: string;
  readonly section: "main" | "supplementary";
  readonly latex_label: string;
  /** Inches as printed: one column, two columns or the full page. */
  readonly width: 3.5 | 7 | 7.5;
  readonly privacy: "public" | "private";
  /** Which role panels of configs/combos.yaml it shows; none where it shows the whole grid. */
  readonly roles: "none" | "main" | "extended";
};

/** A parameter of the figure's data step, so that editing an entry rebuilds that figure. */
export type Figure = FigureEntry & { readonly id: string };
