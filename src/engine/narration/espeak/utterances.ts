import type { Replacement } from '../lexicon.ts';
import { splitLong, splitSentences } from '../sentences.ts';
import { isSpeakable, type TextSpan } from '../words.ts';
import { splitByScript } from './scripts.ts';

/** What espeak speaks in one go: at most a sentence, in one voice. */
export interface Utterance extends TextSpan {
  /** A voice id for a foreign script; undefined for the story's own voice. */
  voice: string | undefined;
  /** Seconds of silence after it. */
  pause: number;
}

/** Long enough for nearly every sentence, short enough to be spoken in a fraction of a second. */
const longest = 320;

/** Seconds where a sentence is cut for its length, and where only the script changes. */
const cutPause = 0.12;
const scriptPause = 0.06;

/** Cuts a text into utterances: at sentence ends, where the script changes, and where it is too long otherwise. */
export function planUtterances(
  text: string,
  language: string,
  sentencePause: number,
  replacements: readonly Replacement[],
): Utterance[] {
  const mayCut = (offset: number) => !replacements.some(({ start, end }) => start < offset && offset < end);
  const utterances: Utterance[] = [];
  for (const sentence of splitSentences(text, language)) {
    for (const part of splitLong(text, sentence, longest, mayCut)) {
      for (const run of splitByScript(text, part, language, replacements))
        utterances.push({ ...run, pause: scriptPause });
      setLastPause(utterances, cutPause);
    }
    setLastPause(utterances, sentencePause);
  }
  setLastPause(utterances, 0);
  return joinSilent(text, utterances);
}

function setLastPause(utterances: Utterance[], pause: number): void {
  const last = utterances.at(-1);
  if (last) last.pause = pause;
}

/** Parts without anything to say (a long rule of dashes) go to the one before: nothing is spoken alone. */
function joinSilent(text: string, utterances: Utterance[]): Utterance[] {
  return utterances.filter(({ start, end }) => isSpeakable(text.slice(start, end)));
}
