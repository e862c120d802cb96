/**
 * The known name that a mistyped one most likely means: at most a third of its letters differ (swapped neighbours count
 * as one). Undefined when nothing is near.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > longestName) return undefined;
  const wanted = plain(name);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    if (candidate.length > longestName) continue;
    const distance = editDistance(wanted, plain(candidate), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Nobody mistypes one letter of a longer one; comparing takes time by the square of the length. */
const longestName = 120;
/** Comparisons for one list of names: who has mistyped more is told without suggestions. */
const mostComparisons = 50_000;

/** {@link nearestName} for many names: it ceases to look for suggestions before they take longer than reading does. */
export function createNameFinder(known: readonly string[]): (name: string) => string | undefined {
  let left = mostComparisons;
  return (name) => {
    left -= known.length;
    return left < 0 ? undefined : nearestName(name, known);
  };
}

/** `imageFile`, `image-file` and `Image_File` are all `image_file` to a writer. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** Optimal string alignment distance; anything ≥ `limit` may come back as `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}
