import { StoryFlowFailure } from '../../failure.ts';
import type { Accent } from './symbols.ts';
import { languageLetter } from './voiceId.ts';

export interface KokoroLanguage {
  /** BCP 47 tag. */
  tag: string;
  /** Voice of espeak-ng whose phonemes are taken; undefined where Kokoro needs a phonemizer of its own. */
  espeak: string | undefined;
  accent: Accent;
  name: string;
}

/** By the first letter of a voice id. */
const languages: Record<string, KokoroLanguage> = {
  a: { tag: 'en-US', espeak: 'en-us', accent: 'american', name: 'American English' },
  b: { tag: 'en-GB', espeak: 'en-gb', accent: 'british', name: 'British English' },
  e: { tag: 'es', espeak: 'es', accent: 'other', name: 'Spanish' },
  f: { tag: 'fr', espeak: 'fr-fr', accent: 'other', name: 'French' },
  h: { tag: 'hi', espeak: 'hi', accent: 'other', name: 'Hindi' },
  i: { tag: 'it', espeak: 'it', accent: 'other', name: 'Italian' },
  j: { tag: 'ja', espeak: undefined, accent: 'other', name: 'Japanese' },
  p: { tag: 'pt-BR', espeak: 'pt-br', accent: 'other', name: 'Portuguese' },
  z: { tag: 'zh', espeak: undefined, accent: 'other', name: 'Chinese' },
};

export function languageOf(voice: string): KokoroLanguage {
  const language = languages[languageLetter(voice)];
  if (!language) throw new Error(`${voice} is no Kokoro voice`);
  return language;
}

/** Whether Kokoro can be made to speak a language here, by its BCP 47 tag. */
export function speaksLanguage(tag: string): boolean {
  const primary = primarySubtag(tag);
  return Object.values(languages).some(
    (language) => language.espeak !== undefined && primarySubtag(language.tag) === primary,
  );
}

/** False for Japanese and Chinese voices. */
export function isSpeakableVoice(voice: string): boolean {
  return languageOf(voice).espeak !== undefined;
}

function primarySubtag(tag: string): string {
  return tag.split('-')[0]!.toLowerCase();
}

/** @throws StoryFlowFailure NOT_READY for Japanese and Chinese, saying what is missing. */
export function speakableLanguage(voice: string): KokoroLanguage & { espeak: string } {
  const language = languageOf(voice);
  if (language.espeak === undefined)
    throw new StoryFlowFailure(
      'NOT_READY',
      `The voice ${voice} speaks ${language.name}, which Kokoro can only speak with a phonemizer for ${language.name} that StoryFlow does not have yet. Choose a voice of another language, or an espeak voice such as ${language.tag === 'zh' ? 'cmn' : language.tag}.`,
      { details: { voice } },
    );
  return { ...language, espeak: language.espeak };
}
