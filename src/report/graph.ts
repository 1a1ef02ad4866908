import { graphSvg } from "./graph-svg.ts";
import { STATE_COLOURS } from "./state-colours.ts";
import type { StepGraph } from "./step-graph.ts";

export type GraphFormat = "dot" | "mermaid" | "json" | "svg";

/** The graph for other programs, steps and edges in the order given; without a newline at its end. */
export function graphText(graph: StepGraph, format: GraphFormat): string {
  switch (format) {
    case "dot":
      return dotText(graph);
    case "mermaid":
      return mermaidText(graph);
    case "json":
      return JSON.stringify({ schema: 1, ...graph }, undefined, 2);
    case "svg":
      return graphSvg(graph);
  }
}

function dotText({ steps, edges }: StepGraph): string {
  return [
    "digraph plr {",
    "  rankdir=LR;",
    '  node [shape=box, fontname="sans-serif"];',
    ...steps.map(({ name, state }) => {
      const style = state === "possible" ? ", style=dashed" : "";
      return `  ${dotQuoted(name)} [color="${STATE_COLOURS[state]}"${style}, tooltip="${state}"];`;
    }),
    ...edges.map(({ from, to }) => `  ${dotQuoted(from)} -> ${dotQuoted(to)};`),
    "}",
  ].join("\n");
}

/** A backslash would begin an escape such as `\N`. */
function dotQuoted(text: string): string {
  return `"${text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', String.raw`\"`)
    .replaceAll("\n", " ")}"`;
}

function mermaidText({ steps, edges }: StepGraph): string {
  const ids = new Map(steps.map(({ name }, at) => [name, `s${at}`]));
  const states = [...new Set(steps.map(({ state }) => state))];
  return [
    "flowchart LR",
    ...steps.map(({ name, state }) => `  ${ids.get(name)}["${mermaidQuoted(name)}"]:::${state}`),
    ...edges.flatMap(({ from, to }) => {
      const [start, end] = [ids.get(from), ids.get(to)];
      return start === undefined || end === undefined ? [] : [`  ${start} --> ${end}`];
    }),
    ...states.map(
      (state) =>
        `  classDef ${state} stroke:${STATE_COLOURS[state]}${state === "possible" ? ",stroke-dasharray:4" : ""}`,
    ),
  ].join("\n");
}

/** Mermaid takes entities without their ampersand. */
function mermaidQuoted(text: string): string {
  return text.replaceAll("#", "#35;").replaceAll('"', "#quot;").replaceAll("<", "#lt;").replaceAll("\n", " ");
}
