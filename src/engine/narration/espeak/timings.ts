import type { TextSpan } from '../words.ts';
import type { RawWord } from './protocol.ts';

export interface TimedSpan extends TextSpan {
  /** Seconds. */
  from: number;
  to: number;
}

/**
 * Gives every word of an utterance its time. espeak reports a word where it begins one of its own, which is not
 * always ours: "of the" is one word to it, "1984" three. Events that fall into one of our words are joined; our
 * words without an event share the time of the word before them, by their lengths.
 *
 * Symbols that stand alone ("&") have time of their own that belongs to no word.
 *
 * @param origins for each code point of the markup, its offset in the text.
 * @param seconds length of the utterance's sound.
 */
export function timeWords(
  text: string,
  words: readonly TextSpan[],
  events: readonly RawWord[],
  origins: readonly number[],
  seconds: number,
): TimedSpan[] {
  if (words.length === 0) return [];
  const heard = words.map((): { from: number; to: number } | undefined => undefined);
  for (const event of events) {
    if (event.end <= event.start) continue;
    const index = wordAt(text, words, origins[event.position] ?? words.at(-1)!.end - 1);
    if (index === undefined) continue;
    const known = heard[index];
    if (known) known.to = Math.max(known.to, event.end);
    else heard[index] = { from: event.start, to: event.end };
  }
  heard[0] ??= { from: 0, to: firstTime(heard) ?? seconds };
  return inOrder(shareOut(words, heard), seconds);
}

/** The word that an offset stands in, or the next one when it belongs to it ("$12"); undefined between words. */
function wordAt(text: string, words: readonly TextSpan[], offset: number): number | undefined {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]!.end > offset) high = middle;
    else low = middle + 1;
  }
  const word = words[low];
  return word && !/\s/.test(text.slice(offset, Math.max(offset, word.start))) ? low : undefined;
}

function firstTime(heard: readonly ({ from: number; to: number } | undefined)[]): number | undefined {
  return heard.find((time) => time !== undefined)?.from;
}

/** A heard word and the unheard ones that follow it divide its time by their lengths. */
function shareOut(
  words: readonly TextSpan[],
  heard: readonly ({ from: number; to: number } | undefined)[],
): TimedSpan[] {
  const timed: TimedSpan[] = [];
  for (let first = 0; first < words.length;) {
    let next = first + 1;
    while (next < words.length && heard[next] === undefined) next++;
    const { from, to } = heard[first]!;
    const group = words.slice(first, next);
    const total = group.reduce((sum, word) => sum + word.end - word.start, 0);
    let before = 0;
    for (const word of group) {
      const share = (letters: number) => from + ((to - from) * letters) / total;
      const letters = word.end - word.start;
      timed.push({ ...word, from: share(before), to: share(before + letters) });
      before += letters;
    }
    first = next;
  }
  return timed;
}

/** Starts never fall, no word outlasts the sound, and none ends after the next has begun. */
function inOrder(timed: TimedSpan[], seconds: number): TimedSpan[] {
  let latest = 0;
  for (const word of timed) {
    word.from = Math.min(Math.max(word.from, latest), seconds);
    word.to = Math.min(Math.max(word.to, word.from), seconds);
    latest = word.from;
  }
  for (const [index, word] of timed.entries()) {
    const next = timed[index + 1];
    if (next) word.to = Math.min(word.to, Math.max(next.from, word.from));
  }
  return timed;
}
