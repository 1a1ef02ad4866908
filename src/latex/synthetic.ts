/** Stands in every table, in `numbers.tex` and on the paper's first page when the data are synthetic. */
export const SYNTHETIC_NOTICE = "SYNTHETIC DATA: not from patients; do not publish";
