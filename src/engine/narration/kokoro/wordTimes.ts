import type { WordTiming } from '../narrator.ts';
import type { Spoken } from '../text/spoken.ts';
import type { TextSpan } from '../words.ts';

/** A stretch of the spoken text and when it is heard, in order. */
export interface TimedPiece {
  /** UTF-16 offsets in the spoken text. */
  start: number;
  end: number;
  /** Seconds. */
  from: number;
  to: number;
}

/**
 * Times of the written words. A word that is said as several ("$5") lasts from the first to the last; written words
 * that are said as one expression ("5 May") or that espeak-ng runs together ("of the") share its time by length.
 */
export function timeWords(
  text: string,
  words: readonly TextSpan[],
  spoken: Spoken,
  pieces: readonly TimedPiece[],
  seconds: number,
): WordTiming[] {
  let latest = 0;
  const timings = words.map(({ start, end }): WordTiming => {
    const from = startTime(pieces, toSpoken(spoken, start, 'start'));
    const to = endTime(pieces, toSpoken(spoken, end, 'end'));
    const begin = clamp(from ?? latest, latest, seconds);
    const finish = clamp(to ?? begin, begin, seconds);
    latest = begin;
    return { word: text.slice(start, end), start: begin, end: finish, textStart: start, textEnd: end };
  });
  for (const [index, timing] of timings.entries()) {
    const next = timings[index + 1];
    if (next && timing.end > next.start) timing.end = Math.max(timing.start, next.start);
  }
  return timings;
}

/** The spoken offset that belongs to a written one; inside a span, in proportion. */
function toSpoken({ spans }: Spoken, offset: number, side: 'start' | 'end'): number {
  let shift = 0;
  for (const span of spans) {
    const inside = side === 'start' ? offset < span.textEnd : offset <= span.textEnd;
    if (inside) {
      if (side === 'start' ? offset < span.textStart : offset <= span.textStart) break;
      const share = (offset - span.textStart) / (span.textEnd - span.textStart);
      return span.start + share * (span.end - span.start);
    }
    shift = span.end - span.textEnd;
  }
  return offset + shift;
}

function startTime(pieces: readonly TimedPiece[], at: number): number | undefined {
  const piece = pieces.find((candidate) => candidate.end > at);
  return piece && interpolate(piece, Math.max(at, piece.start));
}

function endTime(pieces: readonly TimedPiece[], at: number): number | undefined {
  const piece = pieces.findLast((candidate) => candidate.start < at);
  return piece && interpolate(piece, Math.min(at, piece.end));
}

function interpolate({ start, end, from, to }: TimedPiece, at: number): number {
  return end > start ? from + ((to - from) * (at - start)) / (end - start) : from;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high));
}
