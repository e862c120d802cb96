/**
 * Speaks text. Two implementations: espeak-ng (embedded, every language, nothing to download) and Kokoro (ONNX,
 * when its model is present). Both work in a thread of their own; a narrator may be asked for several texts at
 * once and answers each in its own time.
 */
export interface Narrator {
  readonly engine: 'espeak' | 'kokoro';
  /** Everything that changes the sound besides the request itself: package version, model hash. Part of cache keys. */
  readonly version: string;
  voices(): Promise<Voice[]>;
  /**
   * Before: `request.text` holds at least one letter or digit. After: every word of the text is spoken once and
   * has one timing, in order, inside the sound.
   *
   * @throws StoryFlowFailure NOT_READY for an unknown voice, CANCELLED when aborted.
   */
  speak(request: SpeechRequest, signal: AbortSignal): Promise<Speech>;
  /** Ends the thread; pending requests fail. */
  close(): Promise<void>;
}

export interface SpeechRequest {
  text: string;
  /** A voice id of this narrator. */
  voice: string;
  /** Rate, 1 = the voice's own; 0.5 to 2. */
  speed: number;
  /** Seconds of silence between sentences. */
  sentencePause: number;
  /** Word → respelling, or `/IPA/`. */
  lexicon: Record<string, string>;
}

export interface Speech {
  /** Mono, −1 to 1. */
  samples: Float32Array;
  /** Hz. */
  sampleRate: number;
  words: WordTiming[];
}

export interface WordTiming {
  word: string;
  /** Seconds from the start of the sound; `0 ≤ start ≤ end ≤ duration`, starts never fall. */
  start: number;
  end: number;
  /** UTF-16 offsets of the word in the segment's text. */
  textStart: number;
  textEnd: number;
}

export interface Voice {
  id: string;
  engine: 'espeak' | 'kokoro';
  name: string;
  /** BCP 47 language tag. */
  language: string;
  gender: 'female' | 'male' | undefined;
  /** The maker's own grade, best first: A … F; undefined where none is published. */
  quality: string | undefined;
}
