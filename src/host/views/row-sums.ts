/**
 * A query for a relation's place in a list, DuckDB's version, the number of rows and the sum of their hashes; those of
 * many as one query, which DuckDB works on side by side. Sums do not depend on the order of rows and tell {a, a} from
 * {b, b}. Hashed twice: DuckDB joins the columns' hashes by exclusive or, whose sums would too often miss that two rows
 * have exchanged a value. Hashes differ between versions of DuckDB, so its version counts.
 */
export function sumOfRows(relation: string, place: number): string {
  return `SELECT ${place}, version(), count(*)::VARCHAR, coalesce(sum(hash(hash(t))::HUGEINT), 0)::VARCHAR
    FROM ${relation} AS t`;
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
