import { isShortOfFiles } from '../platform/openFiles.ts';
import { StoryFlowFailure } from '../failure.ts';
import type { Problem } from '../problem.ts';
import { createEspeak, type Espeak } from './espeak/espeak.ts';
import { languageOf as kokoroLanguage } from './kokoro/languages.ts';
import { isKokoroVoice } from './kokoro/voiceId.ts';
import type { Narrator, Voice } from './narrator.ts';

/** Makes the Kokoro narrator, when its model is there. @throws StoryFlowFailure NOT_READY when it is not. */
export type KokoroFactory = (espeak: Espeak) => Promise<KokoroNarrator>;

/** @throws StoryFlowFailure NOT_READY from `checkVoice` for a voice or a mix that cannot speak, saying why. */
export type KokoroNarrator = Narrator & { checkVoice?(voice: string): Promise<void> };

/** Kokoro's model: there, not there, or there but not usable, saying why. */
export type NaturalVoices =
  { state: 'installed' } | { state: 'missing' } | { state: 'damaged'; message: string };

/** All the voices there are, by id. Engines start when they are first needed. */
export interface Narrators {
  /** @throws StoryFlowFailure NOT_READY when the voice's engine is not installed. */
  forVoice(voice: string): Promise<Narrator>;
  /** BCP 47 tag of a voice, `en` for one that does not exist. */
  languageOf(voice: string): Promise<string>;
  /** What is wrong with a voice's name, without a place. */
  check(voice: string): Promise<Problem | undefined>;
  voices(): Promise<Voice[]>;
  naturalVoices(): Promise<NaturalVoices>;
  close(): Promise<void>;
}

export function createNarrators(createKokoro: KokoroFactory): Narrators {
  const espeak = createEspeak();
  let kokoro: Promise<KokoroNarrator> | undefined;
  const checked = new Map<string, Promise<Problem | undefined>>();

  function getKokoro(voice: string): Promise<KokoroNarrator> {
    // A model that was missing may be there the next time.
    kokoro ??= createKokoro(espeak).catch((error: unknown) => {
      kokoro = undefined;
      throw error;
    });
    return kokoro.catch((error: unknown) => {
      throw forVoiceOf(voice, error);
    });
  }

  async function forVoice(voice: string): Promise<Narrator> {
    return isKokoroVoice(voice) ? getKokoro(voice) : espeak;
  }

  async function listVoices(): Promise<Voice[]> {
    const own = await espeak.voices();
    const better = await getKokoro('').then(
      (narrator) => narrator.voices(),
      () => [],
    );
    return [...better, ...own];
  }

  async function naturalVoices(): Promise<NaturalVoices> {
    try {
      await getKokoro('');
      return { state: 'installed' };
    } catch (error) {
      if (!(error instanceof StoryFlowFailure)) throw error;
      return error.code === 'NOT_READY' ? { state: 'missing' } : { state: 'damaged', message: error.message };
    }
  }

  async function examineKokoro(voice: string): Promise<Problem | undefined> {
    const narrator = await getKokoro(voice);
    return narrator.checkVoice?.(voice).then(
      () => undefined,
      (error: unknown) => toProblem(error, 'voice-unknown'),
    );
  }

  async function examine(voice: string): Promise<Problem | undefined> {
    try {
      if (!isKokoroVoice(voice)) await espeak.findVoice(voice);
      else return await examineKokoro(voice);
      return undefined;
    } catch (error) {
      // That says nothing about the voice.
      if (isShortOfFiles(error)) throw error;
      return toProblem(error, isKokoroVoice(voice) ? 'voice-model-missing' : 'voice-unknown');
    }
  }

  return {
    forVoice,
    async languageOf(voice) {
      if (isKokoroVoice(voice)) return kokoroLanguage(voice).tag;
      // Most voices are called by their language; only for the others the engine has to be started.
      const named = /^[a-z]{2,3}(-[a-z]{2})?(?=\+|$)/i.exec(voice.trim())?.[0];
      if (named !== undefined) return named;
      return espeak.findVoice(voice).then(
        (found) => found.language,
        () => 'en',
      );
    },
    check(voice) {
      let answer = checked.get(voice);
      if (!answer) {
        answer = examine(voice);
        checked.set(voice, answer);
        answer.then(
          (problem) => problem && checked.delete(voice),
          () => checked.delete(voice),
        );
      }
      return answer;
    },
    voices: listVoices,
    naturalVoices,
    async close() {
      const better = await kokoro?.catch(() => undefined);
      await better?.close();
      await espeak.close();
    },
  };
}

/** Says which voice wanted the model that is not there. */
function forVoiceOf(voice: string, error: unknown): unknown {
  if (!(error instanceof StoryFlowFailure) || error.code !== 'NOT_READY') return error;
  return new StoryFlowFailure(
    'NOT_READY',
    `The voice ${voice.trim()} needs the Kokoro model, which is not installed. Fetch it with "Download Voice Model" (storyflow models add), or set "voice: en-us".`,
    { details: { ...error.details, voice }, cause: error },
  );
}

function toProblem(failure: unknown, code: string): Problem {
  // FAILED: the model is there, but damaged.
  if (!(failure instanceof StoryFlowFailure) || !['NOT_READY', 'FAILED'].includes(failure.code))
    throw failure;
  const { suggestion } = failure.details;
  return {
    severity: 'error',
    code,
    message: failure.message,
    ...(typeof suggestion === 'string' ? { suggestion } : {}),
  };
}
