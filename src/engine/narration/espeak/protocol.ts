/** What the espeak thread is asked. Voices are espeak's own identifiers, e.g. `gmw/en-US` or `gmw/en-US+f3`. */
export type EspeakRequest = { id: number } & EspeakTask;

export type EspeakTask =
  | { kind: 'voices' }
  /** `markup` is espeak's: XML entities, `[[phonemes]]`. `rate` in words a minute. */
  | { kind: 'speak'; voice: string; rate: number; markup: string }
  | { kind: 'phonemize'; voice: string; texts: string[] }
  /** The phonemes of each word, in context. */
  | { kind: 'words'; voice: string; markup: string }
  /** Which of these phoneme mnemonics the voice can make. */
  | { kind: 'pronounceable'; voice: string; mnemonics: string[] };

export interface EspeakAnswers {
  voices: { voices: RawVoice[]; variants: string[] };
  speak: RawSpeech;
  phonemize: string[];
  words: PhonemizedWord[];
  pronounceable: boolean[];
}

export interface RawVoice {
  name: string;
  /** e.g. `gmw/en-US` */
  identifier: string;
  /** Its own first. */
  languages: string[];
}

export interface RawSpeech {
  /** Mono, 16-bit. */
  samples: Int16Array<ArrayBuffer>;
  sampleRate: number;
  words: RawWord[];
}

/** A word as espeak cuts words ("of the" may be one). */
export interface PhonemizedWord {
  /** Code points from the start of the markup. */
  position: number;
  /** IPA, one string a phoneme; `(en)` marks a change of language. */
  phonemes: string[];
}

export interface RawWord {
  /** Code points from the start of the markup. */
  position: number;
  /** Seconds. */
  start: number;
  end: number;
}

export type EspeakReply =
  | { id: number; ok: true; answer: EspeakAnswers[EspeakTask['kind']] }
  | { id: number; ok: false; message: string };
