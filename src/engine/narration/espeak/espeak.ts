import { createRequire } from 'node:module';
import { entryPoint } from '../../entryPoint.ts';
import { cancelled, StoryFlowFailure, throwIfCancelled } from '../../failure.ts';
import { findReplacements, type Replacement } from '../lexicon.ts';
import type { Narrator, Speech, SpeechRequest } from '../narrator.ts';
import { isSpeakable, splitWords } from '../words.ts';
import { createAssembly } from './assembly.ts';
import { createEspeakClient, type EspeakClient } from './client.ts';
import { candidates, parseIpa, toMnemonics } from './ipa.ts';
import { literal, toMarkup } from './markup.ts';
import { planUtterances } from './utterances.ts';
import { findVoice, voiceBook, type EspeakVoice, type VoiceBook } from './voices.ts';

/** espeak-ng, compiled to WebAssembly's portable cousin, in a thread of its own; nothing to install or download. */
export interface Espeak extends Narrator {
  readonly engine: 'espeak';
  /** @throws StoryFlowFailure NOT_READY for an unknown voice, with a suggestion. */
  findVoice(id: string): Promise<EspeakVoice>;
  /**
   * IPA of each text, in order. Words are separated by a space and the phonemes of a word by `_` (so that the
   * affricate `tʃ` and the sequence `t_ʃ` stay apart); stress marks stand before the vowel. Punctuation is gone:
   * split around it where it matters.
   */
  phonemize(texts: readonly string[], voice: string, signal: AbortSignal): Promise<string[]>;
  /** The phonemes of a sentence word by word, each read in its context; words that have none are left out. */
  phonemizeWords(text: string, voice: string, signal: AbortSignal): Promise<PlacedPhonemes[]>;
}

/** A word as espeak cuts words ("of the" may be one). */
export interface PlacedPhonemes {
  /** UTF-16 offset in the text. */
  start: number;
  /** IPA, one string a phoneme, stress marks before the vowel; `(en)` marks a change of language. */
  phonemes: string[];
}

/** Words a minute at speed 1: espeak's own default. */
const normalRate = 175;

/** @param entry where the thread's code is; tests put their own there. */
export function createEspeak(entry: URL = entryPoint('espeakWorker')): Espeak {
  const client = createEspeakClient(entry);
  let book: Promise<VoiceBook> | undefined;
  const getBook = () => {
    // Kept only when it succeeds: a thread that died may do better next time.
    book ??= client.ask({ kind: 'voices' }, new AbortController().signal).then(voiceBook);
    book.catch(() => (book = undefined));
    return book;
  };
  return {
    engine: 'espeak',
    version: espeakVersion(),
    voices: async () => (await getBook()).voices.map(({ identifier: _i, aliases: _a, ...voice }) => voice),
    findVoice: async (id) => findVoice(await getBook(), id).voice,
    speak: async (request, signal) => speak(client, await orAborted(getBook(), signal), request, signal),
    phonemize: async (texts, voice, signal) => {
      const { identifier } = findVoice(await orAborted(getBook(), signal), voice);
      const escaped = texts.map(literal);
      return (await client.ask({ kind: 'phonemize', voice: identifier, texts: escaped }, signal)).map(
        tidyIpa,
      );
    },
    phonemizeWords: async (text, voice, signal) => {
      const { identifier } = findVoice(await orAborted(getBook(), signal), voice);
      const { markup, origins } = toMarkup(text, { start: 0, end: text.length });
      const words = await client.ask({ kind: 'words', voice: identifier, markup }, signal);
      return words.map(({ position, phonemes }) => ({ start: origins[position] ?? text.length, phonemes }));
    },
    close: () => client.close(),
  };
}

async function speak(
  client: EspeakClient,
  book: VoiceBook,
  request: SpeechRequest,
  signal: AbortSignal,
): Promise<Speech> {
  throwIfCancelled(signal);
  const { text } = request;
  const { voice, identifier } = findVoice(book, request.voice);
  const replacements = findReplacements(text, request.lexicon);
  const phonemes = await lexiconPhonemes(client, identifier, replacements, signal);
  const timbre = request.voice.includes('+') ? request.voice.slice(request.voice.indexOf('+')) : '';
  const assembly = createAssembly(text);
  for (const utterance of planUtterances(text, voice.language, request.sentencePause, replacements)) {
    const reader = utterance.voice === undefined ? undefined : findVoice(book, utterance.voice + timbre);
    const language = reader?.voice.language ?? voice.language;
    const { markup, origins } = toMarkup(text, utterance, replacements, (r) => phonemes.get(r.entry) ?? '');
    const raw = await client.ask(
      { kind: 'speak', voice: reader?.identifier ?? identifier, rate: rateOf(request.speed), markup },
      signal,
    );
    const words = splitWords(text.slice(utterance.start, utterance.end), language).map(({ start, end }) => ({
      start: start + utterance.start,
      end: end + utterance.start,
    }));
    assembly.add(raw, words, origins, utterance.pause);
  }
  return assembly.finish();
}

/** The thread may take a second to start: an abort does not wait for it. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  throwIfCancelled(signal);
  return new Promise((resolve, reject) => {
    const abort = () => reject(cancelled());
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** espeak's limits are 80 and 450 words a minute. */
function rateOf(speed: number): number {
  return Math.round(Math.min(450, Math.max(80, normalRate * speed)));
}

/** The lexicon's IPA in the mnemonics that this voice can make, by entry. */
async function lexiconPhonemes(
  client: EspeakClient,
  voice: string,
  replacements: readonly Replacement[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const transcriptions = new Map<string, string>();
  for (const { entry, ipa } of replacements) if (ipa !== undefined) transcriptions.set(entry, ipa);
  if (transcriptions.size === 0) return transcriptions;
  const parsed = [...transcriptions].map(([entry, ipa]) => ({ entry, sounds: soundsOf(entry, ipa) }));
  const mnemonics = candidates(parsed.flatMap(({ sounds }) => sounds));
  const makes = await client.ask({ kind: 'pronounceable', voice, mnemonics }, signal);
  const possible = new Set(mnemonics.filter((_, index) => makes[index]));
  return new Map(
    parsed.map(({ entry, sounds }) => [entry, toMnemonics(sounds, (mnemonic) => possible.has(mnemonic))]),
  );
}

function soundsOf(entry: string, ipa: string): string[][] {
  const { sounds, unknown } = parseIpa(ipa);
  if (unknown.length === 0 && sounds.length > 0) return sounds;
  const complaint = unknown.length > 0 ? `“${unknown.join('”, “')}” is no IPA symbol` : 'it is empty';
  throw new StoryFlowFailure(
    'NOT_READY',
    `The lexicon's pronunciation /${ipa}/ for “${entry}” cannot be read: ${complaint}. Write IPA between the slashes, or a plain respelling without them.`,
    { details: { entry, ipa } },
  );
}

/** Drops clause marks, pauses and notes of a change of language. */
function tidyIpa(ipa: string): string {
  return ipa
    .replace(/\([\w-]+\)/g, '_')
    .split(/[\s|]+/)
    .map((word) => word.split('_').filter(Boolean).join('_'))
    .filter((word) => isSpeakable(word))
    .join(' ');
}

function espeakVersion(): string {
  const { version } = createRequire(import.meta.url)('@echogarden/espeak-ng-emscripten/package.json') as {
    version: string;
  };
  return `espeak-ng-emscripten ${version}`;
}
