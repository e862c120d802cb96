import type { Speech, WordTiming } from '../narrator.ts';
import type { TextSpan } from '../words.ts';
import type { RawSpeech } from './protocol.ts';
import { timeWords, type TimedSpan } from './timings.ts';

/** Joins utterances, each freed of the silence around it, with pauses of stated length. */
export interface Assembly {
  /** @param pause seconds of silence after this utterance. */
  add(raw: RawSpeech, words: readonly TextSpan[], origins: readonly number[], pause: number): void;
  finish(): Speech;
}

/** A voice that knows no letter of a text makes no sound; this much silence stands for it. */
const nothingSeconds = 1;
const silenceLevel = 24;

/** @param text whose offsets the words carry. */
export function createAssembly(text: string): Assembly {
  const parts: { samples: Int16Array; at: number }[] = [];
  const timed: TimedSpan[] = [];
  let sampleRate = 22_050;
  /** Samples so far; a pause counts only when something follows it. */
  let length = 0;
  let pauseBefore = 0;
  return {
    add(raw, words, origins, pause) {
      sampleRate = raw.sampleRate;
      const { first, end } = soundRange(raw.samples);
      const at = length + Math.round(pauseBefore * sampleRate);
      if (end > first) {
        parts.push({ samples: raw.samples.subarray(first, end), at });
        length = at + end - first;
        pauseBefore = pause;
      } else pauseBefore = Math.max(pauseBefore, pause);
      const from = end > first ? at / sampleRate : length / sampleRate;
      for (const word of timeWords(text, words, shifted(raw, first), origins, (end - first) / sampleRate))
        timed.push({ ...word, from: word.from + from, to: word.to + from });
    },
    finish() {
      const samples = new Float32Array(length || nothingSeconds * sampleRate);
      for (const part of parts) toFloat(part.samples, samples.subarray(part.at));
      return { samples, sampleRate, words: timed.map((word) => toTiming(word, text)) };
    },
  };
}

/** From the first to after the last sample that is louder than nothing. */
function soundRange(samples: Int16Array): { first: number; end: number } {
  let first = 0;
  let end = samples.length;
  while (first < end && Math.abs(samples[first]!) <= silenceLevel) first++;
  while (end > first && Math.abs(samples[end - 1]!) <= silenceLevel) end--;
  return { first, end };
}

function shifted({ words, sampleRate }: RawSpeech, samples: number) {
  const seconds = samples / sampleRate;
  return words.map((word) => ({ ...word, start: word.start - seconds, end: word.end - seconds }));
}

function toFloat(from: Int16Array, to: Float32Array): void {
  for (let i = 0; i < from.length; i++) to[i] = from[i]! / 32_768;
}

function toTiming({ start, end, from, to }: TimedSpan, text: string): WordTiming {
  return { word: text.slice(start, end), start: from, end: to, textStart: start, textEnd: end };
}
