/** The inverse of a small matrix, by elimination with pivots. */
export function inverted(matrix: readonly (readonly number[])[]): number[][] {
  const n = matrix.length;
  const a = matrix.map((row, i) => [...row, ...matrix.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < n; column += 1) {
    const pivot = a
      .map((row, i) => [i, Math.abs(row[column] ?? 0)] as const)
      .slice(column)
      .reduce((best, one) => (one[1] > best[1] ? one : best))[0];
    [a[column], a[pivot]] = [a[pivot] ?? [], a[column] ?? []];
    const head = a[column] ?? [];
    const scale = head[column] ?? 1;
    a[column] = head.map((value) => value / scale);
    a.forEach((row, i) => {
      if (i === column) return;
      const factor = row[column] ?? 0;
      a[i] = row.map((value, k) => value - factor * (a[column]?.[k] ?? 0));
    });
  }
  return a.map((row) => row.slice(n));
}
