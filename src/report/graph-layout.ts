/** A graph to be drawn from left to right. */
export interface Layered {
  /** Names of boxes, each after those that it needs. */
  readonly names: readonly string[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

const SWEEPS = 6;

/**
 * Puts each box into the column after the last one that it needs, and orders columns so that few edges cross: each box
 * goes where its neighbours' middle is, some times to and fro (Sugiyama, Tagawa and Toda 1981, without dummy boxes).
 *
 * @returns the columns, each from top to bottom
 */
export function layers({ names, edges }: Layered): readonly (readonly string[])[] {
  const before = neighbours(edges, "to", "from");
  const after = neighbours(edges, "from", "to");
  const depths = new Map<string, number>();
  for (const name of names) {
    const needs = before.get(name) ?? [];
    depths.set(name, Math.max(-1, ...needs.map((need) => depths.get(need) ?? -1)) + 1);
  }
  const columns: string[][] = [];
  for (const [name, depth] of depths) (columns[depth] ??= []).push(name);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForward = sweep % 2 === 0;
    const near = isForward ? before : after;
    for (const column of isForward ? columns : columns.toReversed()) {
      const places = placesIn(columns);
      const middles = new Map(column.map((name) => [name, middle(name, near.get(name) ?? [], places)]));
      column.sort((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0));
    }
  }
  return columns;
}

function neighbours(
  edges: Layered["edges"],
  of: "from" | "to",
  other: "from" | "to",
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const edge of edges) {
    const known = found.get(edge[of]);
    if (known) known.push(edge[other]);
    else found.set(edge[of], [edge[other]]);
  }
  return found;
}

/** From the middle of its column, so that columns of other lengths can be compared. */
function placesIn(columns: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  return new Map(columns.flatMap((column) => column.map((name, at) => [name, at - (column.length - 1) / 2])));
}

function middle(name: string, near: readonly string[], places: ReadonlyMap<string, number>): number {
  if (near.length === 0) return places.get(name) ?? 0;
  return near.reduce((sum, other) => sum + (places.get(other) ?? 0), 0) / near.length;
}
