import { StoryFlowFailure } from '../../failure.ts';
import { nearestName } from '../../story/nearestName.ts';
import type { Voice } from '../narrator.ts';
import type { EspeakAnswers, RawVoice } from './protocol.ts';

/** A voice as it is listed, and what espeak knows it by. */
export interface EspeakVoice extends Voice {
  identifier: string;
  /** Other names that a writer may use: `de` is also `gmw/de` and `german`. */
  aliases: string[];
}

export interface VoiceBook {
  voices: EspeakVoice[];
  /** `+f3` after a voice's id changes its timbre. */
  variants: string[];
}

/** espeak's own list, each voice under its first language name: `en-us`, `de`, `cmn`, `yue-latn-jyutping`. */
export function voiceBook({ voices, variants }: EspeakAnswers['voices']): VoiceBook {
  const taken = new Set<string>();
  const listed = voices.map((raw): EspeakVoice => {
    const first = raw.languages[0] ?? raw.identifier;
    const id = taken.has(first.toLowerCase()) ? baseName(raw.identifier) : first.toLowerCase();
    taken.add(id);
    return {
      id,
      engine: 'espeak',
      name: raw.name.trim(),
      language: languageTag(baseName(raw.identifier) === id ? id : first),
      gender: undefined,
      quality: undefined,
      identifier: raw.identifier,
      aliases: aliasesOf(raw),
    };
  });
  return { voices: listed, variants };
}

/**
 * @returns the voice and the identifier to give espeak, timbre included: `de+f2` → `gmw/de+f2`.
 * @throws StoryFlowFailure NOT_READY, with the name that was probably meant.
 */
export function findVoice(book: VoiceBook, id: string): { voice: EspeakVoice; identifier: string } {
  const [name = '', ...rest] = id.trim().split('+');
  const variant = rest.join('+');
  const wanted = name.trim().toLowerCase().replaceAll('_', '-');
  const voice =
    book.voices.find((candidate) => candidate.id === wanted) ??
    // `en` is also a second language of many voices: the one that bears the name goes first.
    book.voices.find((candidate) => baseName(candidate.identifier) === wanted) ??
    book.voices.find((candidate) => candidate.aliases.includes(wanted));
  if (!voice) throw unknownVoice(id, wanted, book);
  if (variant === '' && rest.length === 0) return { voice, identifier: voice.identifier };
  const known = book.variants.find((candidate) => candidate.toLowerCase() === variant.trim().toLowerCase());
  if (known === undefined) throw unknownVariant(id, variant, book);
  return { voice, identifier: `${voice.identifier}+${known}` };
}

function unknownVoice(id: string, wanted: string, { voices }: VoiceBook): StoryFlowFailure {
  const suggestion =
    nearestName(
      wanted,
      voices.map((voice) => voice.id),
    ) ??
    voices.find((voice) => voice.name.toLowerCase().startsWith(wanted) && wanted.length > 2)?.id ??
    nearestName(
      wanted,
      voices.flatMap((voice) => voice.aliases.flatMap((alias) => [alias, alias.split(' ')[0]!])),
    );
  return unknown(`There is no voice “${id}”.`, suggestion);
}

function unknownVariant(id: string, variant: string, { variants }: VoiceBook): StoryFlowFailure {
  const near = nearestName(variant, variants);
  const whole = near === undefined ? undefined : `${id.slice(0, id.indexOf('+'))}+${near}`;
  return unknown(`The voice “${id}” has an unknown timbre “${variant}”.`, whole);
}

function unknown(complaint: string, suggestion: string | undefined): StoryFlowFailure {
  const hint = suggestion === undefined ? '' : ` Did you mean “${suggestion}”?`;
  const details = suggestion === undefined ? {} : { suggestion };
  return new StoryFlowFailure('NOT_READY', `${complaint}${hint} “storyflow voices” lists them all.`, {
    details,
  });
}

function aliasesOf(raw: RawVoice): string[] {
  const names = [...raw.languages, raw.identifier, baseName(raw.identifier), raw.name.trim()];
  return [...new Set(names.map((name) => name.toLowerCase()))];
}

function baseName(identifier: string): string {
  return identifier.slice(identifier.lastIndexOf('/') + 1).toLowerCase();
}

/** Names of espeak's that are not BCP 47, or mean another place there (`ca-BA` would be Bosnia). */
const corrections: Record<string, string> = {
  'ca-ba': 'ca-x-balear',
  'ca-nw': 'ca-x-nw',
  'ca-va': 'ca-valencia',
  'chr-us-qaaa-x-west': 'chr-Qaaa-US-x-west',
  'en-us-nyc': 'en-US-x-nyc',
  'ru-cl': 'ru-x-classic',
  'cmn-latn-pinyin': 'zh-Latn-pinyin',
  'yue-latn-jyutping': 'yue-Latn-jyutping',
  py: 'art-x-pyash',
};

function languageTag(name: string): string {
  const tag = corrections[name.toLowerCase()] ?? name;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'und';
  } catch {
    return 'und';
  }
}
