/**
 * The known word that somebody most likely meant, or undefined if none is near: at most a third of the letters may
 * differ, a swap of two neighbours counting as one (optimal string alignment distance).
 */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known) {
    if (Math.abs(name.length - word.length) > limit) continue;
    const distance = editDistance(word.toLowerCase(), name.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { name, distance };
  }
  return best?.name ?? known.find((name) => name.endsWith(`/${word}`));
}

function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = a[i - 1] === b[j - 1] ? 0 : 1;
      const steps = [cell(row, j) + 1, cell(next, j - 1) + 1, cell(row, j - 1) + changed];
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) steps.push(cell(before, j - 2) + 1);
      next.push(Math.min(...steps));
    }
    [before, row] = [row, next];
  }
  return cell(row, b.length);
}

/** Outside of the table everything is too far. */
function cell(row: readonly number[], at: number): number {
  return row[at] ?? Infinity;
}
