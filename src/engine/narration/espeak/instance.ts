import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import load, { type EspeakInstance, type EspeakModule } from '@echogarden/espeak-ng-emscripten';

/** espeak-ng, loaded. */
export interface EspeakStage {
  module: EspeakModule;
  espeak: EspeakInstance;
  /**
   * Sets a voice and puts espeak's memory back to where it was after setting that voice for the first time. espeak
   * carries the state of its wave generator from one text to the next; without this the same text would sound
   * slightly different, and last longer or shorter, each time.
   *
   * @throws Error for an unknown identifier.
   */
  useVoice: (identifier: string) => void;
}

/** Bytes of UTF-8 that espeak may be given at once. */
export const longestText = 64 * 1024;

/** Memory images of the voices used last; 11 MB each. */
const mostImages = 3;

export async function loadEspeak(): Promise<EspeakStage> {
  const module = await load({ getPreloadedPackage: readData });
  const espeak = new module.eSpeakNGWorker();
  prime(espeak);
  const fresh = takeImage(module);
  const images = new Map<string, Uint8Array>();

  function useVoice(identifier: string): void {
    const image = images.get(identifier) ?? makeImage(identifier);
    restore(module, image);
    // The voice used last stands last.
    images.delete(identifier);
    images.set(identifier, image);
    const [oldest] = images.keys();
    if (images.size > mostImages) images.delete(oldest!);
  }

  function makeImage(identifier: string): Uint8Array {
    restore(module, fresh);
    if (espeak.set_voice(identifier) !== 0) throw new Error(`espeak-ng has no voice ${identifier}`);
    return takeImage(module);
  }

  return { module, espeak, useVoice };
}

/** The used part of the memory; zeros follow. */
function takeImage({ HEAPU8: heap }: EspeakModule): Uint8Array {
  const words = new Float64Array(heap.buffer, heap.byteOffset, Math.floor(heap.length / 8));
  // Object.is: −0 is no zero byte.
  return heap.slice(0, (words.findLastIndex((word) => !Object.is(word, 0)) + 1) * 8);
}

function restore({ HEAPU8: heap }: EspeakModule, image: Uint8Array): void {
  heap.set(image);
  heap.fill(0, image.length);
}

/** The data file is read here: the package would make its path from a URL and fail below a folder with `#`. */
function readData(): ArrayBuffer {
  const file = createRequire(import.meta.url).resolve('@echogarden/espeak-ng-emscripten/espeak-ng.data');
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
}

/**
 * Brings espeak into a state that memory images can be taken of. The JavaScript around it keeps one buffer for
 * texts, whose address an image must not forget: here it grows to its final size. And espeak keeps the last
 * synthesis's way of reading markup, for phonemizing too.
 */
function prime(espeak: EspeakInstance): void {
  espeak.set_voice('gmw/en');
  espeak.convert_to_phonemes(' '.repeat(longestText + 1024), true);
  espeak.synthesize('a', () => false);
}
