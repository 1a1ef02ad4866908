import { file, group, json, rule } from "plr";
import { type FigureId, figures } from "../../configs/figures.ts";
import { signals, traces } from "../extraction/rules.ts";
import { decideStudy } from "../study.ts";

/*
 * Figures that show single recordings. They lie under the private folder, with mode 600, and on no page with others; a
 * target of their own, so that `plr build figures` makes none of them.
 */

const study = decideStudy();
const root = `${study.roots.private}/figures`;

const drawn = [
  traceFigure("fig_subject_traces_control", "control"),
  traceFigure("fig_subject_traces_glaucoma", "glaucoma"),
];

/** They pass the gate of public figures, and stay private. */
const quality = rule({
  name: "figures/private-quality",
  inputs: {
    data: drawn.map(({ select }) => select.outputs.json),
    svg: drawn.map(({ pictures }) => pictures.outputs.svg),
    png: drawn.map(({ pictures }) => pictures.outputs.png),
    pdf: drawn.map(({ pictures }) => pictures.outputs.pdf),
  },
  outputs: { report: json(`${root}/data/quality.json`, { private: true }) },
  task: () => import("./tasks/figure-quality.ts"),
});

/** The recordings of people, class by class. */
export const privateFigures = group("private-figures", [
  ...drawn.flatMap(({ select, pictures }) => [select, pictures]),
  quality,
]);

function traceFigure(id: FigureId, class_label: string) {
  const secret = (extension: string) => file(`${root}/${id}.${extension}`, { private: true });
  const select = rule({
    name: `figures/${id}/data`,
    inputs: {
      traces: traces.outputs.traces,
      signals: signals.outputs.rows,
      registry: "configs/registry.yaml",
    },
    params: { figure: { id, ...figures[id] }, class_label, isSynthetic: study.variant === "synthetic" },
    outputs: { json: json(`${root}/data/${id}.json`, { private: true }) },
    task: () => import("./sidecar/subject-traces.ts"),
  });
  const pictures = rule({
    name: `figures/${id}`,
    inputs: { data: select.outputs.json },
    outputs: { svg: secret("svg"), png: secret("png"), pdf: secret("pdf"), html: secret("html") },
    task: () => import("./draw/subject-traces.ts"),
  });
  return { select, pictures };
}
