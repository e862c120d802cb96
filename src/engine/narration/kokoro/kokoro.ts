import { StoryFlowFailure, throwIfCancelled } from '../../failure.ts';
import type { Narrator, Speech, SpeechRequest, WordTiming } from '../narrator.ts';
import { findReplacements } from '../lexicon.ts';
import { nearestName } from '../../story/nearestName.ts';
import { normalize } from '../text/normalize.ts';
import { splitWords } from '../words.ts';
import { toChunks, type Chunk } from './chunks.ts';
import { kokoroRate } from './energy.ts';
import { joinChunks, type Joined, type SpokenChunk } from './joining.ts';
import { startKokoro, type KokoroProcess } from './kokoroProcess.ts';
import { isSpeakableVoice, speakableLanguage } from './languages.ts';
import { findKokoro, voiceFiles, type KokoroFiles } from './modelFiles.ts';
import { phonemize, type Phonemizer } from './phonemes.ts';
import { toPieces } from './pieces.ts';
import { loadStyle, styleFor, type StyleTable } from './styles.ts';
import { changeSpeed } from './tempo.ts';
import { tokenBorders } from './tokenTimes.ts';
import { parseVoiceId } from './voiceId.ts';
import { byQuality, describeVoice } from './voiceList.ts';
import { timeWords, type TimedPiece } from './wordTimes.ts';

/** Kokoro-82M on this machine, through onnxruntime. */
export interface Kokoro extends Narrator {
  readonly engine: 'kokoro';
  /** @throws StoryFlowFailure NOT_READY for a voice or a mix that cannot speak, saying why. */
  checkVoice(id: string): Promise<void>;
  /** Peak resident memory of the model's process so far, bytes; 0 before the first speech. */
  peakMemory(): number;
}

export interface KokoroOptions {
  /** A model's folder, or one with models in it; undefined = the user's shared folder. */
  modelFolder?: string | undefined;
  /** espeak-ng, for phonemes. */
  espeak: Phonemizer;
}

/**
 * The model's process starts with the first speech; there is one, and texts take turns in it.
 *
 * @throws StoryFlowFailure NOT_READY when no model is installed, FAILED when it is damaged.
 */
export async function createKokoro({ modelFolder, espeak }: KokoroOptions): Promise<Kokoro> {
  const files = await findKokoro(modelFolder);
  const getStyle = createStyles(files);
  const closing = new AbortController();
  let process: Promise<KokoroProcess> | undefined;
  let peak = 0;

  const getProcess = () => {
    // Kept only while it lives: after a failed start, or a crash, the next speech tries again.
    process ??= startKokoro(files.modelFile, closing.signal, () => (process = undefined));
    process.catch(() => (process = undefined));
    return process;
  };
  return {
    engine: 'kokoro',
    version: `kokoro 1 ${files.version}`,
    voices: async () => (await voiceFiles(files)).filter(isSpeakableVoice).map(describeVoice).sort(byQuality),
    checkVoice: async (id) => void (await checkKokoroVoice(files, id)),
    peakMemory: () => peak,
    speak: async (request, callersSignal) => {
      const signal = AbortSignal.any([callersSignal, closing.signal]);
      throwIfCancelled(signal);
      const style = await getStyle(request.voice);
      const plan = await planSpeech(request, files, espeak, signal);
      const model = await untilAborted(getProcess(), signal);
      const parts: SpokenChunk[] = [];
      for (const chunk of plan.chunks) {
        const raw = await model.run(
          chunk.tokens,
          styleFor(style, chunk.tokens.length),
          request.speed,
          signal,
        );
        peak = Math.max(peak, raw.peakMemory);
        const borders = tokenBorders(chunk, raw);
        parts.push({ chunk, ...changeSpeed(raw.samples, borders, request.speed / raw.speed) });
      }
      return assemble(request, plan, parts);
    },
    close: async () => {
      closing.abort();
      const model = await process?.catch(() => undefined);
      await model?.close();
    },
  };
}

/** Voices are read and mixed once. */
function createStyles(files: KokoroFiles): (voice: string) => Promise<StyleTable> {
  const styles = new Map<string, Promise<StyleTable>>();
  return (voice) => {
    let style = styles.get(voice);
    if (!style) {
      style = checkKokoroVoice(files, voice).then((shares) => loadStyle(files.voicesFolder, shares));
      styles.set(voice, style);
      style.catch(() => styles.delete(voice));
    }
    return style;
  };
}

interface Plan {
  spoken: ReturnType<typeof normalize>;
  chunks: Chunk[];
  language: string;
}

async function planSpeech(
  { text, voice, lexicon }: SpeechRequest,
  files: KokoroFiles,
  espeak: Phonemizer,
  signal: AbortSignal,
): Promise<Plan> {
  const language = speakableLanguage(voice);
  const claims = findReplacements(text, lexicon).map(({ start, end, say, ipa }) => ({
    textStart: start,
    textEnd: end,
    spoken: say ?? text.slice(start, end),
    ...(ipa === undefined ? {} : { ipa }),
  }));
  const spoken = normalize(text, language.tag, claims);
  const words = await phonemize(spoken.text, language.espeak, espeak, signal);
  const chunks = toChunks(spoken.text, toPieces(spoken, words, language.accent), files.vocabulary);
  if (chunks.length === 0)
    throw new StoryFlowFailure(
      'NOT_READY',
      `The voice ${voice} cannot say "${text.slice(0, 60)}": it has no sounds in ${language.name}. Choose a voice of the text's language for this segment.`,
      { details: { voice } },
    );
  return { spoken, chunks, language: language.tag };
}

function assemble(request: SpeechRequest, plan: Plan, parts: readonly SpokenChunk[]): Speech {
  const joined = joinChunks(parts, request.sentencePause);
  const words = splitWords(request.text, plan.language);
  const seconds = joined.samples.length / kokoroRate;
  const timings: WordTiming[] = timeWords(
    request.text,
    words,
    plan.spoken,
    timedPieces(parts, joined),
    seconds,
  );
  return { samples: joined.samples, sampleRate: kokoroRate, words: timings };
}

function timedPieces(parts: readonly SpokenChunk[], joined: Joined): TimedPiece[] {
  return parts.flatMap(({ chunk, borders }, chunkIndex) =>
    chunk.pieces.flatMap(({ kind, start, end }, index) => {
      const first = chunk.owners.indexOf(index);
      if (kind !== 'word' || first < 0) return [];
      const last = chunk.owners.lastIndexOf(index);
      const seconds = (border: number) => joined.place(chunkIndex, borders[border]!) / kokoroRate;
      return [{ start, end, from: seconds(first), to: seconds(last + 1) }];
    }),
  );
}

async function checkKokoroVoice(files: KokoroFiles, id: string) {
  const shares = parseVoiceId(id);
  for (const share of shares) speakableLanguage(share.id);
  const there = await voiceFiles(files);
  const unknown = shares.find((share) => !there.includes(share.id));
  if (unknown) throw missingVoice(unknown.id, id, there);
  return shares;
}

/** @param whole the voice as it was written: `id`, or a mix with it. */
function missingVoice(id: string, whole: string, there: readonly string[]): StoryFlowFailure {
  const near = nearestName(id, there);
  const suggestion = near === undefined ? undefined : whole.replace(id, near);
  const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
  return new StoryFlowFailure(
    'NOT_READY',
    `The voice "${id}" is not installed.${hint} "storyflow voices" lists those that are; "storyflow models add --voices ${id}" fetches one of Kokoro's.`,
    { details: { voice: id, ...(suggestion === undefined ? {} : { suggestion }) } },
  );
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  throwIfCancelled(signal);
  const value = await Promise.race([
    work,
    new Promise<undefined>((resolve) =>
      signal.addEventListener('abort', () => resolve(undefined), { once: true }),
    ),
  ]);
  throwIfCancelled(signal);
  return value as T;
}
