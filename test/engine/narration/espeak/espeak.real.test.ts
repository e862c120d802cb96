import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { createEspeak, type Espeak } from '../../../../src/engine/narration/espeak/espeak.ts';
import type { Speech, SpeechRequest } from '../../../../src/engine/narration/narrator.ts';
import { splitWords } from '../../../../src/engine/narration/words.ts';
import { anyText } from '../../../support/anyText.ts';

const never = new AbortController().signal;

function request(text: string, change: Partial<SpeechRequest> = {}): SpeechRequest {
  return { text, voice: 'en-us', speed: 1, sentencePause: 0.3, lexicon: {}, ...change };
}

function secondsOf(speech: Speech): number {
  return speech.samples.length / speech.sampleRate;
}

/** What every narrator promises about its words. */
function checkWords(text: string, speech: Speech, language: string): void {
  const seconds = secondsOf(speech);
  assert.deepEqual(
    speech.words.map((word) => word.word),
    splitWords(text, language).map(({ start, end }) => text.slice(start, end)),
  );
  let last = 0;
  for (const word of speech.words) {
    assert.ok(
      word.start >= last && word.end >= word.start && word.end <= seconds + 1e-9,
      JSON.stringify(word),
    );
    assert.equal(text.slice(word.textStart, word.textEnd), word.word);
    last = word.start;
  }
}

describe('espeak', () => {
  let espeak: Espeak;
  before(() => (espeak = createEspeak()));
  after(() => espeak.close());
  const speak = (text: string, change?: Partial<SpeechRequest>) => espeak.speak(request(text, change), never);

  const samples = [
    ['en-us', 'en-US', 'It was the best of times, it was the worst of times; 1859 was the year.'],
    ['de', 'de', 'Zwei Straßen führten in den Wald. Sie nahm die, die weniger begangen war.'],
    ['cmn', 'zh', '从前有座山，山里有座庙。庙里有个老和尚。'],
    ['ar', 'ar', 'كان يا ما كان، في قديم الزمان. ملك عظيم.'],
  ] as const;
  for (const [voice, language, text] of samples)
    it(`speaks ${voice} with a time for every word`, async () => {
      const speech = await speak(text, { voice });
      checkWords(text, speech, language);
      assert.ok(secondsOf(speech) > 2 && secondsOf(speech) < 10, `${secondsOf(speech)} s`);
      assert.ok(speech.samples.some((sample) => Math.abs(sample) > 0.1));
      for (const word of speech.words) assert.ok(word.end - word.start > 0.02, JSON.stringify(word));
    });

  it('lists its languages once each, and every one of them speaks', async () => {
    const voices = await espeak.voices();
    assert.ok(voices.length > 120);
    assert.equal(new Set(voices.map((voice) => voice.id)).size, voices.length);
    for (const { id, language } of voices) {
      assert.deepEqual(Intl.getCanonicalLocales(language), [language]);
      const speech = await speak('1 2 ok', { voice: id });
      checkWords('1 2 ok', speech, language);
      assert.ok(speech.samples.length > 2000, id);
    }
  });

  it('times every word of any text', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.constantFrom('en-us', 'de', 'cmn'), async (sample, voice) => {
        const language = (await espeak.findVoice(voice)).language;
        const speech = await speak(sample, { voice });
        // Runs in a foreign script are split by that script's rules: the words lie in order all the same.
        let last = { start: 0, textEnd: 0 };
        for (const timed of speech.words) {
          assert.ok(timed.start >= last.start && timed.end >= timed.start);
          assert.ok(timed.end <= secondsOf(speech) + 1e-9);
          assert.ok(timed.textStart >= last.textEnd);
          assert.equal(sample.slice(timed.textStart, timed.textEnd), timed.word);
          last = timed;
        }
        const letters = (value: string) => value.replace(/[^\p{L}\p{N}]/gu, '').length;
        const timed = speech.words.reduce((sum, { word }) => sum + letters(word), 0);
        const all = splitWords(sample, language).reduce(
          (sum, { start, end }) => sum + letters(sample.slice(start, end)),
          0,
        );
        assert.equal(timed, all);
      }),
      { numRuns: 40 },
    );
  });

  it('speaks twice as fast when asked to', async () => {
    const text = 'It was the best of times, it was the worst of times.';
    const ratio = secondsOf(await speak(text, { speed: 2 })) / secondsOf(await speak(text));
    assert.ok(ratio > 0.4 && ratio < 0.65, `${ratio}`);
  });

  it('pauses between sentences for exactly as long as asked', async () => {
    const text = 'One came. Two left. Three stayed.';
    const [none, second] = [await speak(text, { sentencePause: 0 }), await speak(text, { sentencePause: 1 })];
    assert.ok(Math.abs(secondsOf(second) - secondsOf(none) - 2) < 0.001);
    assert.ok(second.words[2]!.start - second.words[1]!.end > 0.95);
  });

  it('says what the lexicon says, and times the word that is written', async () => {
    const text = 'A GIF of a tomato.';
    const lexicon = { gif: 'encyclopedia', tomato: '/t/' };
    const speech = await speak(text, { lexicon });
    checkWords(text, speech, 'en-US');
    const lengthOf = (of: Speech, index: number) => of.words[index]!.end - of.words[index]!.start;
    const plain = await speak(text);
    assert.ok(lengthOf(speech, 1) > 1.5 * lengthOf(plain, 1));
    assert.ok(lengthOf(speech, 4) < 0.7 * lengthOf(plain, 4));
  });

  it('refuses a pronunciation that is no IPA, naming it', async () => {
    const speaking = speak('A tomato.', { lexicon: { tomato: '/təma#/' } });
    await assert.rejects(speaking, {
      code: 'NOT_READY',
      message: /“tomato” cannot be read: “#” is no IPA symbol/,
    });
  });

  it('speaks markup, signs and control characters without stumbling', async () => {
    const text = 'if a < b && c > d then <break time="60s"/> [[n0n]] &lt; \u0000\u0007 end';
    const speech = await speak(text);
    checkWords(text, speech, 'en-US');
    assert.ok(secondsOf(speech) < 25);
    assert.ok(secondsOf(await speak('salt & pepper')) > secondsOf(await speak('salt pepper')) + 0.05);
  });

  it('reads other scripts aloud instead of naming their letters', async () => {
    const spelled = '中文文字文字';
    const speech = await speak(`He said ${spelled} and مرحبا بالعالم today.`);
    const han = speech.words.filter((word) => /\p{Script=Han}/u.test(word.word));
    // Six syllables; "Chinese letter" six times would take more than four seconds.
    assert.ok(han.at(-1)!.end - han[0]!.start < 2.5);
  });

  it('answers letters that no voice knows with a short silence', async () => {
    const speech = await speak('𒀀𒀁𒀂');
    assert.ok(secondsOf(speech) > 0.05 && secondsOf(speech) < 5);
  });

  it('gives phonemes in IPA, each text for itself', async () => {
    const phonemes = await espeak.phonemize(
      ['Hello, world', '', '<b> & [[x]]', 'nutshell church'],
      'en-us',
      never,
    );
    assert.equal(phonemes[0], 'h_ə_l_ˈoʊ w_ˈɜː_l_d');
    assert.equal(phonemes[1], '');
    assert.match(phonemes[2]!, /b_ˈiː.*æ_n_d.*ˈɛ_k_s/);
    assert.match(phonemes[3]!, /t_ʃ_ˌ?ɛ_l tʃ_ˈɜː_tʃ/);
    assert.deepEqual(await espeak.phonemize(['你好 world'], 'cmn', never), ['n_i2_χ_ˈɑu2 w_ˈɜː_l_d']);
  });

  it('refuses a voice that does not exist', async () => {
    await assert.rejects(speak('x', { voice: 'en-uss' }), { code: 'NOT_READY', message: /“en-us”/ });
  });

  it('speaks 10 000 characters with or without sentences, and lets others have their turn', async () => {
    for (const text of ['The quick brown fox, 12 years old, jumps. '.repeat(240), 'a'.repeat(10_000)]) {
      let turns = 0;
      let speaking = true;
      const counting = (async () => {
        for (; speaking; turns++) await setImmediate();
      })();
      const speech = await speak(text);
      speaking = false;
      await counting;
      checkLengths(text, speech);
      assert.ok(turns > 31, `${turns}`);
    }
  });

  function checkLengths(text: string, speech: Speech) {
    assert.ok(secondsOf(speech) > 60);
    assert.equal(
      speech.words.reduce((sum, word) => sum + word.word.length, 0),
      text.replace(/[^\p{L}\p{N}]/gu, '').length,
    );
  }

  it('stops at once when aborted in the middle, and others are not disturbed', async () => {
    const stop = new AbortController();
    const long = espeak.speak(request('The quick brown fox jumps over it. '.repeat(300)), stop.signal);
    const other = speak('Another one.');
    const aborted = assert.rejects(long, { code: 'CANCELLED' });
    await speak('Wait for a moment.');
    stop.abort();
    await aborted;
    assert.equal((await other).words.length, 2);
    await assert.rejects(espeak.speak(request('x'), AbortSignal.abort()), { code: 'CANCELLED' });
    assert.equal((await speak('Still here.')).words.length, 2);
  });

  it('uses no more memory after hundreds of texts', async () => {
    const many = async (count: number) => {
      for (let i = 0; i < count; i++)
        await speak(`Number ${i} of many short texts that are spoken one by one.`);
      return process.memoryUsage().rss;
    };
    const early = await many(50);
    const late = await many(200);
    assert.ok(late - early < 60e6, `${Math.round((late - early) / 1e6)} MB more`);
  });

  it('speaks the same text the same way, whatever it spoke before', async () => {
    const text = 'The same again, please.';
    const first = await speak(text);
    await speak('Etwas anderes, viel schneller.', { voice: 'de+f2', speed: 2 });
    await speak('One, two: 你好 مرحبا. Three!');
    assert.ok(isSame(await speak(text), first));
  });

  it('speaks from its bundle as it does from its source', async () => {
    const bundled = createEspeak(new URL('../../../../dist/espeakWorker.js', import.meta.url));
    try {
      const text = 'From the bundle.';
      assert.ok(isSame(await bundled.speak(request(text), never), await speak(text)));
    } finally {
      await bundled.close();
    }
  });
});

/** Not deepEqual: it would print a hundred thousand samples. */
function isSame(a: Speech, b: Speech): boolean {
  return (
    Buffer.from(a.samples.buffer).equals(Buffer.from(b.samples.buffer)) && isDeepStrictEqual(a.words, b.words)
  );
}
