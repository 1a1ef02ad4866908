/** The clinical requirement on a screening test: at least these two, which `pauc` and the ROC figure start from. */
export const requiredPoint = { sensitivity: 0.862, specificity: 0.821 } as const;
