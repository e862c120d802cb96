import type { WordTiming } from './narrator.ts';
import { splitWords } from './words.ts';

/**
 * Guesses when each word of a recording is said: words take time by their length, and only while there is sound,
 * so that a reader's pauses do not shift what follows.
 *
 * @param activity mean squares of equal slices of the sound; @param seconds its length.
 */
export function estimateTimings(
  text: string,
  language: string,
  activity: Float32Array,
  seconds: number,
): WordTiming[] {
  const words = splitWords(text, language);
  const total = words.reduce((sum, word) => sum + weight(word), 0);
  const clock = soundingClock(activity, seconds);
  let before = 0;
  return words.map((word) => {
    const start = clock(before / total);
    before += weight(word);
    return {
      word: text.slice(word.start, word.end),
      start,
      end: Math.max(start, clock(before / total)),
      textStart: word.start,
      textEnd: word.end,
    };
  });
}

/** Short words take longer than their letters. */
function weight({ start, end }: { start: number; end: number }): number {
  return end - start + 1;
}

/** Maps a share of the sounding time to a time of the whole sound. */
function soundingClock(activity: Float32Array, seconds: number): (share: number) => number {
  let loudest = 0;
  for (const value of activity) loudest = Math.max(loudest, value);
  // 35 dB below the loudest slice is a pause.
  const sounding = Array.from(activity, (value) => (value > loudest * 10 ** -3.5 ? 1 : 0));
  const total = sounding.reduce<number>((sum, value) => sum + value, 0);
  if (total === 0) return (share) => Math.min(1, share) * seconds;
  const reached = new Float64Array(sounding.length + 1);
  for (let i = 0; i < sounding.length; i++) reached[i + 1] = reached[i]! + sounding[i]!;
  return (share) => {
    const wanted = Math.min(1, share) * total;
    let low = 0;
    let high = sounding.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (reached[middle]! >= wanted) high = middle;
      else low = middle + 1;
    }
    return (low / sounding.length) * seconds;
  };
}
