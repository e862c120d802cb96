import type { AbsentVoice, ListedVoice, VoicesAnswer } from '../../engine/protocol.ts';

export interface VoiceGroup {
  heading: string;
  voices: (ListedVoice | AbsentVoice)[];
}

/**
 * Voices as a person looks for them: natural ones before the embedded, the story's language before the others, then
 * women and men, the best first.
 *
 * @param language of the story, a BCP 47 tag.
 */
export function groupVoices({ voices, absent }: VoicesAnswer, language: string): VoiceGroup[] {
  const groups = new Map<string, VoiceGroup>();
  for (const voice of [...voices, ...absent].sort(byEngine(language))) {
    const heading = headingOf(voice, language);
    const group = groups.get(heading) ?? { heading, voices: [] };
    group.voices.push(voice);
    groups.set(heading, group);
  }
  return [...groups.values()];
}

/** "American English · female · quality A" */
export function describeVoice({ language, gender, quality }: ListedVoice): string {
  return [languageName(language), gender, quality && `quality ${quality}`].filter(Boolean).join(' · ');
}

/** What an absent voice waits for, in words. */
export function lackOf({ lacks, language }: AbsentVoice): string {
  switch (lacks) {
    case 'model':
      return 'needs the voice model: choose it to download';
    case 'voice':
      return 'not downloaded yet: choose it to download';
    case 'phonemizer':
      return `cannot speak yet: StoryFlow has no phonemizer for ${languageName(language)}`;
  }
}

export function isAbsent(voice: ListedVoice | AbsentVoice): voice is AbsentVoice {
  return 'lacks' in voice;
}

export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    // espeak has tags that Intl does not take, such as `en-gb-x-gbclan`.
    return tag;
  }
}

function headingOf(voice: ListedVoice | AbsentVoice, language: string): string {
  if (isAbsent(voice) && voice.lacks === 'phonemizer') return 'Natural · cannot speak yet';
  if (voice.engine === 'kokoro') return `Natural · ${languageName(voice.language)}`;
  return sameLanguage(voice.language, language)
    ? `Built-in · ${languageName(primary(language))}`
    : 'Built-in · other languages';
}

type Rank = (voice: ListedVoice | AbsentVoice) => number | string;

function byEngine(language: string): (a: ListedVoice, b: ListedVoice) => number {
  const ranks: Rank[] = [
    (voice) => (isAbsent(voice) && voice.lacks === 'phonemizer' ? 1 : 0),
    ({ engine }) => (engine === 'kokoro' ? 0 : 1),
    (voice) => (sameLanguage(voice.language, language) ? 0 : 1),
    (voice) => (voice.language === language ? 0 : 1),
    (voice) => languageName(voice.language),
    ({ gender }) => gender ?? '',
    ({ quality }) => gradeRank(quality),
    ({ name }) => name,
  ];
  return (a, b) => {
    for (const rank of ranks) {
      const [first, second] = [rank(a), rank(b)];
      if (first !== second) return first < second ? -1 : 1;
    }
    return 0;
  };
}

/** A before A-, and the ungraded last. */
function gradeRank(quality: string | undefined): number {
  if (quality === undefined) return Infinity;
  const sign = quality.endsWith('+') ? -1 : quality.endsWith('-') ? 1 : 0;
  return quality.charCodeAt(0) * 3 + sign;
}

function sameLanguage(a: string, b: string): boolean {
  return primary(a) === primary(b);
}

function primary(tag: string): string {
  return tag.split('-')[0]!.toLowerCase();
}
