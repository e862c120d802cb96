/** Half-open range of UTF-16 offsets in a segment's text. */
export interface TextSpan {
  start: number;
  end: number;
}

/**
 * The words of a text as every narrator times them: Unicode words (UAX #29, with ICU's dictionaries for Chinese,
 * Japanese, Thai, …) that hold a letter or a digit. Punctuation and emoji are no words.
 *
 * @param language BCP 47 tag; an unknown one falls back to general rules.
 */
export function splitWords(text: string, language = 'en'): TextSpan[] {
  const spans: TextSpan[] = [];
  for (const { segment, index, isWordLike } of segmenter(language, 'word').segment(text))
    if (isWordLike === true && isSpeakable(segment))
      spans.push({ start: index, end: index + segment.length });
  return spans;
}

/** Whether there is anything to say: punctuation, symbols and emoji alone are silent. */
export function isSpeakable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

const segmenters = new Map<string, Intl.Segmenter>();

/** Segmenters are costly to make and there are few kinds. */
export function segmenter(language: string, granularity: 'word' | 'sentence' | 'grapheme'): Intl.Segmenter {
  const name = `${granularity} ${language}`;
  let made = segmenters.get(name);
  if (!made) {
    made = new Intl.Segmenter([language, 'en'], { granularity });
    segmenters.set(name, made);
  }
  return made;
}
