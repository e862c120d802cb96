/** Replace `start` to `end` (UTF-16 offsets) of the old text by `text`. */
export interface Change {
  start: number;
  end: number;
  text: string;
}

/** Where two texts differ: replacing only that keeps cursors, folds and marks elsewhere in place. */
export function smallestChange(before: string, after: string): Change | undefined {
  if (before === after) return undefined;
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  while (splitsCharacter(before, start) || splitsCharacter(after, start)) start--;
  let tail = 0;
  while (tail < shortest - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  while (splitsCharacter(before, before.length - tail) || splitsCharacter(after, after.length - tail)) tail--;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

/** Inside a surrogate pair or between CR and LF an editor has no position. */
function splitsCharacter(text: string, offset: number): boolean {
  return /^(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|\r\n)$/.test(text.slice(Math.max(0, offset - 1), offset + 1));
}
