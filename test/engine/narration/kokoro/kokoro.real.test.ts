import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEspeak, type Espeak } from '../../../../src/engine/narration/espeak/espeak.ts';
import { kokoroRate } from '../../../../src/engine/narration/kokoro/energy.ts';
import { createKokoro, type Kokoro } from '../../../../src/engine/narration/kokoro/kokoro.ts';
import { startKokoro } from '../../../../src/engine/narration/kokoro/kokoroProcess.ts';
import type { Phonemizer } from '../../../../src/engine/narration/kokoro/phonemes.ts';
import type { Speech } from '../../../../src/engine/narration/narrator.ts';
import { splitWords } from '../../../../src/engine/narration/words.ts';
import { request, speller } from '../../../support/kokoroSpeech.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import {
  exportKinds,
  framesOf,
  tinyModel,
  tinyVocabulary,
  writeTinyKokoro,
} from '../../../support/tinyKokoro.ts';

const never = new AbortController().signal;
const seconds = (speech: Speech) => speech.samples.length / speech.sampleRate;
const framesOfAll = (symbols: string) => [...symbols].reduce((sum, symbol) => sum + framesOf(symbol), 0);
const peak = (speech: Speech) => speech.samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

function assertWordsInOrder(speech: Speech, text: string): void {
  assert.deepEqual(
    speech.words.map((word) => [word.textStart, word.textEnd]),
    splitWords(text, 'en-US').map((word) => [word.start, word.end]),
  );
  let latest = 0;
  for (const { start, end } of speech.words) {
    assert.ok(start >= latest && end >= start && end <= seconds(speech));
    latest = start;
  }
}

describe('Kokoro, through onnxruntime', () => {
  const folder = temporaryFolder();
  const opened: Kokoro[] = [];
  let espeak: Espeak;
  before(() => {
    espeak = createEspeak();
  });
  after(() => espeak.close());
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((kokoro) => kokoro.close()));
  });
  async function open(options: Parameters<typeof writeTinyKokoro>[1] = {}, phonemizer: Phonemizer = speller) {
    const kokoro = await createKokoro({
      modelFolder: await writeTinyKokoro(folder(), options),
      espeak: phonemizer,
    });
    opened.push(kokoro);
    return kokoro;
  }

  for (const [name, kind] of Object.entries(exportKinds)) {
    it(`speaks with the ${name} export: every word once, in order, inside the sound`, async () => {
      const text = 'Dr. Smith paid $5.50 for a bit of the cake. “Really?” he asked — yes, in 1984. Oh!';
      const speech = await (await open({ kind }, espeak)).speak(request(text), never);
      assert.equal(speech.sampleRate, kokoroRate);
      assert.ok(seconds(speech) > 4);
      assertWordsInOrder(speech, text);
      assert.ok(speech.words.every(({ start, end }) => end > start));
    });
    it(`speaks faster with the ${name} export`, async () => {
      const kokoro = await open({ kind });
      const [slow, fast] = [
        await kokoro.speak(request('baba deda'), never),
        await kokoro.speak(request('baba deda', { speed: 1.3 }), never),
      ];
      const ratio = seconds(slow) / seconds(fast);
      assert.ok(ratio > 1.15 && ratio < 1.4, `${ratio}`);
    });
  }

  it('times words by the model’s durations', async () => {
    const speech = await (await open()).speak(request('ba dede'), never);
    const frame = 600 / kokoroRate;
    const start = framesOfAll('ba ') + framesOf(undefined);
    assert.ok(Math.abs(speech.words[1]!.start - start * frame) < 0.01);
    assert.ok(Math.abs(speech.words[1]!.end - (start + framesOfAll('dede')) * frame) < 0.01);
  });
  it('estimates nearly the same without durations', async () => {
    const text =
      'The old house stood alone, far from the sea. Nobody had lived there for years; nobody wanted to.';
    const timed = await (await open({ kind: exportKinds.timestamped }, espeak)).speak(request(text), never);
    const estimated = await (await open({ kind: exportKinds.plain }, espeak)).speak(request(text), never);
    const errors = timed.words.map((word, index) => Math.abs(word.start - estimated.words[index]!.start));
    assert.ok(Math.max(...errors) < 0.25, `${Math.max(...errors)}`);
  });
  it('takes the style row of the number of tokens', async () => {
    const kokoro = await open({ loudness: (_, row) => (row + 1) / 1000 });
    const speech = await kokoro.speak(request('bada dede'), never);
    assert.ok(Math.abs(peak(speech) - 9 / 1000) < 1e-4, `${peak(speech)}`);
  });
  it('mixes voices', async () => {
    const kokoro = await open({ loudness: (voice) => (voice === 'af_heart' ? 0.8 : 0.4) });
    const speech = await kokoro.speak(request('bada dede', { voice: 'af_heart:0.75+bf_emma:0.25' }), never);
    assert.ok(Math.abs(peak(speech) - 0.7) < 1e-3);
  });
  it('makes the pause between sentences as long as it was asked to', async () => {
    const kokoro = await open();
    const text = 'Bababa dadada bobobo. Dadada bababa.';
    const short = await kokoro.speak(request(text, { sentencePause: 0.2 }), never);
    const long = await kokoro.speak(request(text, { sentencePause: 1.2 }), never);
    assert.ok(Math.abs(seconds(long) - seconds(short) - 1) < 0.01);
  });
  it('speaks ten thousand characters, nothing dropped, in pieces that fit', async () => {
    const kokoro = await open();
    const sentence = 'Baba dede, bobo gaga; lala mimi nono! ';
    const text = sentence.repeat(264).trim();
    const speech = await kokoro.speak(request(text, { sentencePause: 0 }), never);
    assertWordsInOrder(speech, text);
    const letters = framesOfAll(text.toLowerCase().replace(/[^a-z]/g, '')) * (600 / kokoroRate);
    assert.ok(seconds(speech) > letters, `${seconds(speech)} s for ${letters} s of letters`);
    assert.ok(speech.words.at(-1)!.end > seconds(speech) - 1);
  });
  it('says what the lexicon says', async () => {
    const kokoro = await open({}, espeak);
    const plain = await kokoro.speak(request('I met Nguyen today.'), never);
    const short = await kokoro.speak(
      request('I met Nguyen today.', { lexicon: { nguyen: '/wˈɪn/' } }),
      never,
    );
    const respelled = await kokoro.speak(
      request('I met Nguyen today.', { lexicon: { Nguyen: 'Win' } }),
      never,
    );
    assert.notEqual(seconds(plain), seconds(short));
    assert.equal(seconds(short), seconds(respelled));
    assert.equal(short.words[2]!.word, 'Nguyen');
  });
  for (const [voice, text] of [
    ['ef_dora', 'Hola, tengo 25 años.'],
    ['ff_siwis', 'Bonjour, les enfants ont un bon vin.'],
    ['hf_alpha', 'नमस्ते, आप कैसे हैं?'],
    ['if_sara', 'Ciao, come stai?'],
    ['pf_dora', 'Olá, como você está?'],
  ] as const)
    it(`speaks with ${voice} through espeak-ng’s phonemes`, async () => {
      const kokoro = await open({ voices: [voice] }, espeak);
      const speech = await kokoro.speak(request(text, { voice }), never);
      assert.ok(speech.words.length > 2 && speech.words.every(({ start, end }) => end > start));
    });
  it('lists its voices, the best first', async () => {
    const kokoro = await open({ voices: ['af_alloy', 'af_heart', 'am_adam', 'bf_emma'] });
    assert.deepEqual(
      (await kokoro.voices()).map(({ id, language, gender, quality }) => [id, language, gender, quality]),
      [
        ['bf_emma', 'en-GB', 'female', 'B-'],
        ['af_heart', 'en-US', 'female', 'A'],
        ['af_alloy', 'en-US', 'female', 'C'],
        ['am_adam', 'en-US', 'male', 'F+'],
      ],
    );
  });

  it('stops at once when cancelled, and speaks again afterwards', async () => {
    const kokoro = await open();
    const abort = new AbortController();
    const spoken = kokoro.speak(request('Baba dede bobo gaga lala mimi nono. '.repeat(400)), abort.signal);
    setTimeout(() => abort.abort(), 300);
    await assert.rejects(spoken, { code: 'CANCELLED' });
    assert.ok(seconds(await kokoro.speak(request('Baba.'), never)) > 0);
  });
  it('fails what is under way when it is closed', async () => {
    const kokoro = await open();
    await kokoro.speak(request('Baba.'), never);
    const spoken = kokoro.speak(request('Baba dede bobo gaga lala mimi nono. '.repeat(400)), never);
    const failed = assert.rejects(spoken, { code: 'CANCELLED' });
    await kokoro.close();
    await failed;
  });
  it('does not grow with the number of different lengths', async () => {
    await writeTinyKokoro(folder());
    const model = await startKokoro(join(folder(), 'onnx', 'model.onnx'), never);
    try {
      const style = new Float32Array(256).fill(0.5);
      const memory: number[] = [];
      for (let length = 1; length <= 500; length++) {
        const tokens = Array.from({ length: ((length * 197) % 500) + 1 }, () => tinyVocabulary['ˈ']!);
        memory.push((await model.run(tokens, style, 1, never)).peakMemory);
      }
      const [early, late] = [memory[99]!, memory[499]!];
      assert.ok(late - early < 48e6, `grew by ${Math.round((late - early) / 1e6)} MB after 100 lengths`);
    } finally {
      await model.close();
    }
  });

  it('reads its ports from the file: an export with other names works as well', async () => {
    await writeTinyKokoro(folder());
    await writeFile(
      join(folder(), 'onnx', 'model.onnx'),
      tinyModel({ tokens: 'tokens', audio: 'audio', speed: 'float32', durations: true }),
    );
    const kokoro = await createKokoro({ modelFolder: folder(), espeak: speller });
    opened.push(kokoro);
    assert.ok(seconds(await kokoro.speak(request('baba'), never)) > 0.3);
  });
});
