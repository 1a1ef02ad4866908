/** The places in a sidecar's `data` that the marks of an SVG say they show. */
export function rowMarks(svg: string): Set<number> {
  const rows = [...svg.matchAll(/data-rows="([\d ]*)"/g)].flatMap(([, list = ""]) => list.split(" "));
  return new Set(rows.filter((row) => row !== "").map(Number));
}
