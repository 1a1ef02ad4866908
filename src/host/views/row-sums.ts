/**
 * A query for a relation's place in a list, its number of rows and the sum of their hashes; those of many as one query,
 * which DuckDB works on side by side. Sums do not depend on the order of rows and tell {a, a} from {b, b}. Hashes are
 * the half of the MD5 of a row's JSON: DuckDB's own `hash` differs between its versions.
 */
export function sumOfRows(relation: string, place: number): string {
  return `SELECT ${place}, count(*)::VARCHAR,
      coalesce(sum(md5_number_lower(to_json(t)::VARCHAR)::HUGEINT), 0)::VARCHAR
    FROM ${relation} AS t`;
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
