import { config, file, group, json, rule } from "plr";
import { signals, traces } from "../extraction/rules.ts";
import { decideStudy } from "../study.ts";
import { figureRegistry } from "./figure-registry.ts";

/*
 * Figures that show single recordings. They lie under the private folder, with mode 600, and on no page with others; a
 * target of their own, so that `plr build figures` makes none of them.
 */

const study = decideStudy();
const registry = figureRegistry(config("configs/figures.yaml"));
const root = `${study.roots.private}/figures`;

/** The recordings of people, class by class. */
export const privateFigures = group("private-figures", [
  ...traceFigure("fig_subject_traces_control", "control"),
  ...traceFigure("fig_subject_traces_glaucoma", "glaucoma"),
]);

function traceFigure(id: string, class_label: string) {
  const figure = registry(id);
  const secret = (extension: string) => file(`${root}/${figure.stem}.${extension}`, { private: true });
  const select = rule({
    name: `figures/${id}/data`,
    inputs: {
      traces: traces.outputs.traces,
      signals: signals.outputs.rows,
      registry: "configs/registry.yaml",
    },
    params: { figure, class_label, isSynthetic: study.variant === "synthetic" },
    outputs: { json: json(`${root}/data/${figure.stem}.json`, { private: true }) },
    task: () => import("./sidecar/subject-traces.ts"),
  });
  const pictures = rule({
    name: `figures/${id}`,
    inputs: { data: select.outputs.json },
    outputs: { svg: secret("svg"), png: secret("png"), pdf: secret("pdf"), html: secret("html") },
    task: () => import("./draw/subject-traces.ts"),
  });
  return [select, pictures];
}
