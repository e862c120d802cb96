import type { TextPosition, TextRange } from '../problem.ts';

/** Turns UTF-16 offsets of one text into the lines and columns that editors count, and back. */
export interface LineIndex {
  position(offset: number): TextPosition;
  range(start: number, end: number): TextRange;
  offset(position: TextPosition): number;
}

/** Lines end at `\n`, `\r\n` or a lone `\r`, as in editors and in Markdown. */
export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);

  const position = (offset: number): TextPosition => {
    const line = lastAtOrBefore(starts, offset);
    return { line, character: offset - starts[line]! };
  };
  return {
    position,
    range: (start, end) => ({ start: position(start), end: position(end) }),
    offset: ({ line, character }) => Math.min((starts[line] ?? text.length) + character, text.length),
  };
}

function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
