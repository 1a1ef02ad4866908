import { dirname } from "node:path";
import { latex } from "plr";
import { decideStudy } from "../study.ts";

const study = decideStudy();

/** The paper. Which tables and figures it takes in, its source says. */
export const paper = latex({
  name: "paper",
  source: "paper/main.tex",
  pdf: `${dirname(study.roots.latex)}/paper.pdf`,
  before: study.variant === "real" ? String.raw`\def\plrstudy{real}` : "",
  optional: true,
});
