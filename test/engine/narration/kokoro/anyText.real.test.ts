import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { createEspeak, type Espeak } from '../../../../src/engine/narration/espeak/espeak.ts';
import { createKokoro, type Kokoro } from '../../../../src/engine/narration/kokoro/kokoro.ts';
import { languageOf } from '../../../../src/engine/narration/kokoro/languages.ts';
import { splitWords } from '../../../../src/engine/narration/words.ts';
import { anyText } from '../../../support/anyText.ts';
import { request } from '../../../support/kokoroSpeech.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { writeTinyKokoro } from '../../../support/tinyKokoro.ts';

const voices = ['af_heart', 'bf_emma', 'ef_dora', 'ff_siwis', 'hf_alpha', 'if_sara', 'pf_dora'];

describe('Kokoro and any text', () => {
  const folder = temporaryFolder();
  let espeak: Espeak;
  let kokoro: Kokoro;
  before(() => (espeak = createEspeak()));
  after(() => espeak.close());
  beforeEach(async () => {
    kokoro = await createKokoro({ modelFolder: await writeTinyKokoro(folder(), { voices }), espeak });
  });
  afterEach(() => kokoro.close());

  it('speaks every word once, in order, inside the sound', async () => {
    const lexicons = fc.constantFrom<Record<string, string>>(
      {},
      { the: 'thee', of: '/ɒv/', 你好: 'knee how', 'Dr.': 'doctor' },
    );
    const speeds = fc.constantFrom(0.5, 1, 1.3, 2);
    const property = fc.asyncProperty(
      anyText,
      fc.constantFrom(...voices),
      speeds,
      lexicons,
      async (text, voice, speed, lexicon) => {
        const asked = request(text, { voice, speed, lexicon });
        const { samples, sampleRate, words } = await kokoro.speak(asked, new AbortController().signal);
        assert.deepEqual(
          words.map(({ textStart, textEnd }) => ({ start: textStart, end: textEnd })),
          splitWords(text, languageOf(voice).tag),
        );
        let last = 0;
        for (const { start, end } of words) {
          assert.ok(start >= last && end >= start && end <= samples.length / sampleRate + 1e-9);
          last = start;
        }
        assert.ok(samples.every(Number.isFinite));
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});
