import { strict as assert } from 'node:assert';
import { createEspeak } from '../../../../src/engine/narration/espeak/espeak.ts';
import { toKokoro } from '../../../../src/engine/narration/kokoro/symbols.ts';

const never = new AbortController().signal;

describe('espeak-ng’s phonemes in Kokoro’s symbols', () => {
  it('come near a published example: hexgrad/kokoro, examples/phoneme_example.py', async () => {
    const espeak = createEspeak();
    try {
      const words = await espeak.phonemizeWords(
        'How are you today? I am doing reasonably well, thank you for asking',
        'en-us',
        never,
      );
      const ours = words.map(({ phonemes }) => toKokoro(phonemes, 'american')).join('');
      const published = 'hˌW ɑɹ ju tədˈA? ˌI ɐm dˈuɪŋ ɹˈizənəbli wˈɛl, θˈæŋk ju fɔɹ ˈæskɪŋ';
      // Stress of little words differs between the two; the sounds do not.
      const sounds = (symbols: string) => symbols.replaceAll('ɐ', 'ə').replace(/[ˈˌ?,\s]/g, '');
      assert.equal(sounds(ours), sounds(published));
    } finally {
      await espeak.close();
    }
  });
});
