/** Where segments stand in time: `starts[i]` to `starts[i + 1]`, in seconds; one entry more than segments. */
export type Starts = readonly number[];

export function startsOf(segments: readonly { duration: number }[]): Starts {
  const starts = [0];
  let end = 0;
  for (const { duration } of segments) starts.push((end += Math.max(0, duration)));
  return starts;
}

export function totalSeconds(starts: Starts): number {
  return starts.at(-1) ?? 0;
}

/** Index of the segment at a time, clamped to the first and last; −1 without segments. */
export function segmentAt(starts: Starts, seconds: number): number {
  const count = starts.length - 1;
  if (count < 1) return -1;
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= seconds) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What one element of the timeline stands for: a segment, or neighbours too narrow to be told apart. */
export interface Block {
  /** Indices of segments, both inclusive. */
  first: number;
  last: number;
  /** Pixels from the start of the timeline. */
  left: number;
  width: number;
}

export interface Window {
  /** Pixels a second. */
  zoom: number;
  /** Pixels from the start of the timeline. */
  from: number;
  to: number;
}

/**
 * The blocks inside the window. Segments narrower than `minimum` pixels that begin in the same `minimum` pixels
 * become one block, so that there are at most about two for each `minimum` pixels, however long the story is. Which
 * segments meet depends on the zoom alone, so that nothing flickers while scrolling. `apart` is never merged.
 */
export function visibleBlocks(starts: Starts, window: Window, minimum: number, apart: number): Block[] {
  const { zoom, from, to } = window;
  const count = starts.length - 1;
  if (count < 1 || to < from) return [];
  const blocks: Block[] = [];
  let index = firstOfGroup(starts, zoom, minimum, segmentAt(starts, from / zoom), apart);
  while (index < count && starts[index]! * zoom <= to) {
    let last = index;
    while (last + 1 < count && together(starts, zoom, minimum, index, last + 1, apart)) last++;
    const left = starts[index]! * zoom;
    blocks.push({ first: index, last, left, width: starts[last + 1]! * zoom - left });
    index = last + 1;
  }
  return blocks;
}

function firstOfGroup(starts: Starts, zoom: number, minimum: number, index: number, apart: number): number {
  let first = index;
  while (first > 0 && together(starts, zoom, minimum, index, first - 1, apart)) first--;
  return first;
}

/** Neither is wide enough to stand alone, and both begin in the same span of `minimum` pixels. */
function together(s: Starts, zoom: number, minimum: number, a: number, b: number, apart: number): boolean {
  const bin = (index: number) => Math.floor((s[index]! * zoom) / minimum);
  const narrow = (index: number) => (s[index + 1]! - s[index]!) * zoom < minimum;
  const between = apart >= Math.min(a, b) && apart <= Math.max(a, b);
  return !between && narrow(a) && narrow(b) && bin(a) === bin(b);
}
