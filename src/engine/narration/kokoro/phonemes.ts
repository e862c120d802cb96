import { splitSentences } from '../sentences.ts';

/** A word as espeak-ng cuts words ("of the" may be one), with its phonemes. */
export interface PhonemizedWord {
  /** UTF-16 offset in the text that was phonemized. */
  start: number;
  /** IPA, one string a phoneme, stress marks before the vowel. */
  phonemes: string[];
}

/** Where phonemes come from: espeak-ng, which reads each word in its context. */
export interface Phonemizer {
  phonemizeWords(text: string, voice: string, signal: AbortSignal): Promise<PhonemizedWord[]>;
}

/** Phonemes of a whole paragraph, sentence by sentence, in order. */
export async function phonemize(
  text: string,
  voice: string,
  phonemizer: Phonemizer,
  signal: AbortSignal,
): Promise<PhonemizedWord[]> {
  const words: PhonemizedWord[] = [];
  for (const sentence of splitSentences(text, voice)) {
    const part = text.slice(sentence.start, sentence.end);
    for (const word of await phonemizer.phonemizeWords(part, voice, signal)) {
      const start = Math.max(word.start + sentence.start, words.at(-1)?.start ?? 0);
      words.push({ start, phonemes: word.phonemes });
    }
  }
  return words;
}
