import type { Phonemizer } from '../../src/engine/narration/kokoro/phonemes.ts';
import type { SpeechRequest } from '../../src/engine/narration/narrator.ts';

export const request = (text: string, more: Partial<SpeechRequest> = {}): SpeechRequest => ({
  text,
  voice: 'af_heart',
  speed: 1,
  sentencePause: 0.3,
  lexicon: {},
  ...more,
});

/** Letters are phonemes: what is written is what is said. */
export const speller: Phonemizer = {
  phonemizeWords: async (text) =>
    [...text.matchAll(/[a-z]+/gi)].map((match) => ({
      start: match.index,
      phonemes: [...match[0].toLowerCase()],
    })),
};
