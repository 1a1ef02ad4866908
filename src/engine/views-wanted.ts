import type { View } from "./artifact.ts";
import { artifactsIn, type Graph, isKind } from "./graph.ts";
import type { Step } from "./steps.ts";

/** Finds the views of outputs that consumers ask for, so that they are computed while the output is at hand. */
export function collectViews(graph: Graph): (step: Step, output: string) => readonly View[] {
  const byPath = new Map<string, Set<View>>();
  const byCollection = new Map<string, Set<View>>();
  const add = (views: Map<string, Set<View>>, key: string, view: View): void => {
    if (view === "bytes") return;
    const known = views.get(key);
    if (known) known.add(view);
    else views.set(key, new Set([view]));
  };
  for (const { rule } of graph.nodes) {
    for (const input of Object.values(rule.kind === "each" ? rule.shared : rule.inputs)) {
      if (isKind(input, "collection")) add(byCollection, `${input.rule}\0${input.output}`, input.view);
      for (const { path, view } of artifactsIn(input)) add(byPath, path, view);
    }
  }
  return (step, output) => [
    ...(byPath.get(step.outputs[output]?.path ?? "") ?? []),
    ...(byCollection.get(`${step.node.rule.name}\0${output}`) ?? []),
  ];
}
