/** What the Kokoro process is told. Messages travel with V8's serialization: typed arrays stay typed. */
export type KokoroRequest =
  | { kind: 'open'; id: number; modelFile: string; threads: number }
  | { kind: 'run'; id: number; tokens: number[]; style: Float32Array; speed: number };

export type KokoroReply =
  | { id: number; ok: true; opened: SessionFacts }
  | { id: number; ok: true; sound: RawSound }
  | { id: number; ok: false; message: string };

/** What the model file says of itself. */
export interface SessionFacts {
  hasDurations: boolean;
  /** False when the export takes its speed as a whole number. */
  exactSpeed: boolean;
}

export interface RawSound {
  /** 24 000 Hz, −1 to 1. */
  samples: Float32Array;
  /** One a token, padding included, in the model's frames; only from exports that have them. */
  durations: Float32Array | undefined;
  /** The speed that the model was run at. */
  speed: number;
  /** Peak resident memory of the process so far, bytes. */
  peakMemory: number;
}
