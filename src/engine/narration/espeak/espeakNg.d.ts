/** The parts of the package that we use; it ships no types of its own. */
declare module '@echogarden/espeak-ng-emscripten' {
  export interface EspeakEvent {
    type:
      | 'list_terminated'
      | 'word'
      | 'sentence'
      | 'mark'
      | 'play'
      | 'end'
      | 'msg_terminated'
      | 'phoneme'
      | 'samplerate';
    /** Code points, counted from 1. */
    text_position: number;
    word_length: number;
    /** Milliseconds. */
    audio_position: number;
    /** IPA for phonemes, empty for a pause. */
    id: string | number | undefined;
  }

  export interface EspeakInstance {
    /** 0 when the voice exists. */
    set_voice(identifier: string): number;
    set_rate(wordsPerMinute: number): void;
    get_samplerate(): number;
    list_voices(): { name: string; identifier: string; languages: { name: string }[] }[];
    /** Calls back, synchronously, for each piece of sound; a callback that returns true ends the synthesis. */
    synthesize(
      markup: string,
      callback: (samples: Int16Array<ArrayBuffer>, events: EspeakEvent[]) => boolean,
    ): void;
    /** Address of a NUL-terminated UTF-8 string that is valid until the next call. */
    convert_to_phonemes(text: string, ipa: boolean): { ptr: number };
  }

  export interface EspeakModule {
    eSpeakNGWorker: new () => EspeakInstance;
    HEAPU8: Uint8Array;
    FS: { readdir(path: string): string[] };
  }

  /** `getPreloadedPackage` gives the voice data, instead of a path made from the module's URL. */
  export default function load(options?: {
    getPreloadedPackage?: (name: string, size: number) => ArrayBuffer;
  }): Promise<EspeakModule>;
}
