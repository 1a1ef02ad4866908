import type { Graph } from "./graph.ts";
import { wayBetween } from "./discovered.ts";
import type { Journal } from "./journal.ts";
import type { StepRecord } from "./journal-records.ts";
import type { RuleNode } from "./rule-node.ts";

interface Draft extends RuleNode {
  index: number;
  needs: readonly Draft[];
  neededBy: readonly Draft[];
}

/** Keeps what a step that has ended well discovered, for the order of the next builds. */
export function keepEdges(key: string, { discovered }: StepRecord, journal: Journal): void {
  if (discovered === undefined) journal.drop("edges", key);
  else
    journal.put(
      "edges",
      key,
      discovered.map(([path]) => path),
    );
}

/** Adds what a step has discovered and must wait for; what it discovered before holds too. */
export function addEdges(key: string, paths: readonly string[], journal: Journal): void {
  journal.put("edges", key, [...new Set([...(journal.get("edges", key) ?? []), ...paths])]);
}

/**
 * The graph with the edges that steps discovered when they last ran: what makes a discovered input comes first. An
 * edge that would close a circle is left out; the step that had it runs again, and finds what it now reads.
 */
export function withDiscovered(graph: Graph, journal: Journal): Graph {
  const edges = edgesIn(graph, journal);
  if (edges.length === 0) return graph;
  const copies = new Map<RuleNode, Draft>();
  for (const node of graph.nodes) copies.set(node, { ...node, needs: [], neededBy: [] });
  const copyOf = (node: RuleNode): Draft => copies.get(node) as Draft;
  for (const [node, copy] of copies) {
    copy.needs = node.needs.map(copyOf);
    copy.neededBy = node.neededBy.map(copyOf);
  }
  // Edges along the order close no circle.
  const isAlong = ([reader, maker]: Edge): boolean => maker.index < reader.index;
  for (const [reader, maker] of edges.filter(isAlong)) join([copyOf(reader), copyOf(maker)]);
  for (const edge of edges) {
    if (isAlong(edge)) continue;
    const [reader, maker] = [copyOf(edge[0]), copyOf(edge[1])] as const;
    if (!wayBetween(maker, reader)) join([reader, maker]);
  }
  return {
    ...graph,
    nodes: sorted([...copies.values()]),
    byName: new Map(Array.from(graph.byName, ([name, node]) => [name, copyOf(node)])),
    outputs: new Map(Array.from(graph.outputs, ([path, node]) => [path, copyOf(node)])),
    ownerOf: (path) => {
      const owner = graph.ownerOf(path);
      return owner && copyOf(owner);
    },
  };
}

type Edge<Node = RuleNode> = readonly [reader: Node, maker: Node];

/** Rules with one that makes what they discovered, and that they do not need yet. */
function edgesIn(graph: Graph, journal: Journal): readonly Edge[] {
  return Array.from(journal.keys("edges")).flatMap((key) => {
    const reader = graph.ownerOf(key);
    if (reader === undefined) return [];
    const makers = new Set((journal.get("edges", key) ?? []).map(graph.ownerOf));
    return Array.from(makers).flatMap((maker) =>
      maker === undefined || maker === reader || reader.needs.includes(maker)
        ? []
        : [[reader, maker] as const],
    );
  });
}

function join([reader, maker]: Edge<Draft>): void {
  if (reader.needs.includes(maker)) return;
  reader.needs = [...reader.needs, maker];
  maker.neededBy = [...maker.neededBy, reader];
}

/** Each rule after those that it needs, and otherwise as before. */
function sorted(nodes: readonly Draft[]): readonly Draft[] {
  const order: Draft[] = [];
  const done = new Set<Draft>();
  const visit = (start: Draft): void => {
    const stack = [start];
    for (let node = stack.at(-1); node; node = stack.at(-1)) {
      const open = done.has(node) ? undefined : node.needs.find((need) => !done.has(need));
      if (open) {
        stack.push(open);
        continue;
      }
      stack.pop();
      if (!done.has(node)) order.push(node);
      done.add(node);
    }
  };
  nodes.forEach(visit);
  order.forEach((node, index) => (node.index = index));
  return order;
}
