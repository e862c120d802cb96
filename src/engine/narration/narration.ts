import { availableParallelism } from 'node:os';
import { createFileHasher } from '../cache/fileHasher.ts';
import { StoryFlowFailure } from '../failure.ts';
import type { Problem } from '../problem.ts';
import type { WorkFolder } from '../storage/workFolder.ts';
import type { Segment, Settings } from '../story/project.ts';
import { condition, type Conditioned } from './condition.ts';
import { mostRecordingBytes, notRead, UnreadableSound, unreadable } from './recording.ts';
import { estimateTimings } from './estimate.ts';
import { recordingKey, speechKey } from './key.ts';
import { createKokoro } from './kokoro/kokoro.ts';
import type { Voice, WordTiming } from './narrator.ts';
import { createNarrators, type KokoroFactory, type NaturalVoices } from './narrators.ts';
import type { SoundSource } from './pcm.ts';
import { createLimit, createSharedWork } from './sharedWork.ts';
import { createShelf, type SoundNote } from './shelf.ts';
import { tooLongText, unreadableText } from './unreadableText.ts';
import { isSpeakable } from './words.ts';

/** A segment's finished sound: 48 000 Hz, 16-bit PCM WAV, levelled, trimmed, with its pause at the end. */
export interface SegmentSound {
  wavFile: string;
  /** Content hash: the same key is the same sound. */
  key: string;
  seconds: number;
  /** Samples of one channel. */
  sampleFrames: number;
  channels: 1 | 2;
  /** Relative to the WAV, pause included; offsets are those of the segment's text. */
  words: WordTiming[];
  /** True when it had been made before. */
  reused: boolean;
}

export interface Narration {
  /** The finished sound, if there is one; never speaks. A recording that is missing or unreadable has none. */
  existing(segment: Segment): Promise<SegmentSound | undefined>;
  /**
   * Speaks the segment, or conditions its recording, unless that was done before (`force` does it again).
   * Calls for the same sound share the work.
   *
   * @throws StoryFlowFailure naming the segment: NOT_READY for a voice or recording that cannot be used, CANCELLED.
   */
  narrate(segment: Segment, signal: AbortSignal, options?: { force?: boolean }): Promise<SegmentSound>;
  /** Has a finished sound made again when it is asked for next: it is not what it should be. */
  refuse(sound: Pick<SegmentSound, 'key'>): void;
  /** What is wrong with a voice's name (code `voice-…`), without a place. */
  checkVoice(voice: string): Promise<Problem | undefined>;
  /** What the segment's voice, if it has no recording, cannot read of its text (code `text-not-readable`, or `text-too-long`), without a place. */
  checkText(segment: Segment): Promise<Problem | undefined>;
  voices(): Promise<Voice[]>;
  /** How it stands with the natural voices. */
  naturalVoices(): Promise<NaturalVoices>;
  /** BCP 47 tag of a voice, `en` for one that does not exist. */
  languageOf(voice: string): Promise<string>;
  /** Ends the voices and removes stale sounds. */
  close(): Promise<void>;
}

export interface NarrationOptions {
  /** Where sounds are kept. */
  folder: WorkFolder;
  settings: Settings;
  /** Path of ffmpeg. */
  ffmpeg: string;
  /** Folder of voice models; undefined = the user's shared one. */
  modelFolder?: string | undefined;
  /** Stands in for the Kokoro engine. */
  createKokoro?: KokoroFactory;
}

/** Seconds for a text without anything to say, such as `* * *` or a lone emoji: a breath between paragraphs. */
const silentSeconds = 1;

export function createNarration(options: NarrationOptions): Narration {
  const { settings, ffmpeg, modelFolder } = options;
  const narrators = createNarrators(
    options.createKokoro ?? ((espeak) => createKokoro({ espeak, modelFolder })),
  );
  const shelf = createShelf(options.folder);
  const hashFile = createFileHasher(mostRecordingBytes);
  const share = createSharedWork<SegmentSound>();
  const limit = createLimit(Math.min(4, availableParallelism()));

  async function keyOf(segment: Segment): Promise<string> {
    if (segment.audioFile !== undefined) {
      const digest = await hashFile(segment.audioFile).catch((error: unknown) => {
        throw notRead(error);
      });
      return recordingKey(segment.text, digest, settings);
    }
    if (!isSpeakable(segment.text))
      return speechKey({ ...segment, text: '', voice: '' }, settings, 'silence');
    return speechKey(segment, settings, (await narrators.forVoice(segment.voice)).version);
  }

  async function existing(segment: Segment): Promise<SegmentSound | undefined> {
    try {
      const key = await keyOf(segment);
      const found = await shelf.find(key);
      return found && describe(key, found, true);
    } catch (error) {
      // Without the voice or the recording there is no telling: narrating will say what is wrong.
      if (error instanceof UnreadableSound || error instanceof StoryFlowFailure) return undefined;
      throw error;
    }
  }

  async function narrate(
    segment: Segment,
    signal: AbortSignal,
    { force = false } = {},
  ): Promise<SegmentSound> {
    try {
      const key = await keyOf(segment);
      return await share(key, signal, async (stop) => {
        const found = force ? undefined : await shelf.find(key);
        if (found) return describe(key, found, true);
        return limit(async () =>
          describe(key, await shelf.put(key, (file) => make(segment, file, stop)), false),
        );
      });
    } catch (error) {
      throw named(segment, error);
    }
  }

  async function make(segment: Segment, wavFile: string, signal: AbortSignal): Promise<SoundNote> {
    const excess = tooLongText(segment.text);
    if (excess) throw new StoryFlowFailure('NOT_READY', excess.message);
    if (segment.audioFile !== undefined) {
      const made = await finish({ file: segment.audioFile }, wavFile, signal);
      const language = await narrators.languageOf(segment.voice);
      const words = estimateTimings(segment.text, language, made.activity, made.soundSeconds);
      return note(segment.text, made, words, 'estimated');
    }
    if (!isSpeakable(segment.text)) {
      const silence = { samples: new Float32Array(silentSeconds * 48_000), sampleRate: 48_000 };
      return note(segment.text, await finish(silence, wavFile, signal), [], 'spoken');
    }
    const { text, voice, speed } = segment;
    const { sentencePause, lexicon } = settings;
    const narrator = await narrators.forVoice(voice);
    const speech = await narrator.speak({ text, voice, speed, sentencePause, lexicon }, signal);
    const made = await finish(speech, wavFile, signal);
    return { ...note(text, made, shift(speech.words, made), 'spoken'), voice };
  }

  function finish(source: SoundSource, wavFile: string, signal: AbortSignal): Promise<Conditioned> {
    return condition(source, wavFile, { ...settings, ffmpeg }, signal);
  }

  return {
    existing,
    narrate,
    refuse: ({ key }) => shelf.refuse(key),
    checkVoice: (voice) => narrators.check(voice),
    checkText: async ({ text, voice, audioFile }) => {
      const excess = tooLongText(text);
      if (excess || audioFile !== undefined) return excess;
      const language = await narrators.languageOf(voice);
      return unreadableText({ text, voice, language, lexicon: settings.lexicon });
    },
    voices: () => narrators.voices(),
    naturalVoices: () => narrators.naturalVoices(),
    languageOf: (voice) => narrators.languageOf(voice),
    async close() {
      await narrators.close();
      await shelf.tidy();
    },
  };
}

function note(text: string, made: Conditioned, words: WordTiming[], timing: SoundNote['timing']): SoundNote {
  const { channels, sampleFrames } = made;
  return { text, seconds: sampleFrames / 48_000, sampleFrames, channels, timing, words };
}

/** Timings of the speech as it was spoken → of the sound that is left of it. */
function shift(words: readonly WordTiming[], made: Conditioned): WordTiming[] {
  const within = (time: number) => Math.min(Math.max(time - made.cutBefore, 0), made.soundSeconds);
  return words.map((word) => ({ ...word, start: within(word.start), end: within(word.end) }));
}

function describe(key: string, found: { wavFile: string; note: SoundNote }, reused: boolean): SegmentSound {
  const { seconds, sampleFrames, channels, words } = found.note;
  return { wavFile: found.wavFile, key, seconds, sampleFrames, channels, words, reused };
}

/** Says which segment it was. */
function named(segment: Segment, error: unknown): unknown {
  const details = { segment_id: segment.id, segment: segment.index + 1 };
  if (error instanceof UnreadableSound) {
    const message = `Segment ${segment.index + 1}: ${unreadable(segment.audioFile!, error)} Record or convert it again, or remove its audio_file line.`;
    return new StoryFlowFailure('NOT_READY', message, {
      details: { ...details, file: segment.audioFile },
      cause: error,
    });
  }
  if (!(error instanceof StoryFlowFailure) || error.code === 'CANCELLED' || error.code === 'TOOL_MISSING')
    return error;
  return new StoryFlowFailure(error.code, `Segment ${segment.index + 1}: ${error.message}`, {
    details: { ...error.details, ...details },
    problems: error.problems,
    cause: error,
  });
}
