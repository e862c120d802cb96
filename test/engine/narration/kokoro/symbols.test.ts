import { strict as assert } from 'node:assert';
import { splitIpa, toKokoro } from '../../../../src/engine/narration/kokoro/symbols.ts';

/** Phonemes as espeak-ng names them, separated by dots, and Kokoro's symbols for them. */
const say = (phonemes: string, accent: 'american' | 'british' | 'other' = 'american') =>
  toKokoro(phonemes.split('.'), accent);

describe('toKokoro', () => {
  // hexgrad/misaki, EN_PHONES.md
  const published: [string, string, string][] = [
    ['yes', 'j.ˈɛ.s', 'jˈɛs'],
    ['red', 'ɹ.ˈɛ.d', 'ɹˈɛd'],
    ['Asia', 'ˈeɪ.ʒ.ə', 'ˈAʒə'],
    ['thin', 'θ.ˈɪ.n', 'θˈɪn'],
    ['jump', 'dʒ.ˈʌ.m.p', 'ʤˈʌmp'],
    ['lunge', 'l.ˈʌ.n.dʒ', 'lˈʌnʤ'],
    ['chump', 'tʃ.ˈʌ.m.p', 'ʧˈʌmp'],
    ['lunch', 'l.ˈʌ.n.tʃ', 'lˈʌnʧ'],
    ['easy', 'ˈiː.z.i', 'ˈizi'],
    ['flu', 'f.l.ˈuː', 'flˈu'],
    ['spa', 's.p.ˈɑː', 'spˈɑ'],
    ['all', 'ˈɔː.l', 'ˈɔl'],
    ['hair', 'h.ˈɛɹ', 'hˈɛɹ'],
    ['her', 'h.ɜː', 'hɜɹ'],
    ['hey', 'h.ˈeɪ', 'hˈA'],
    ['high', 'h.ˈaɪ', 'hˈI'],
    ['how', 'h.ˌaʊ', 'hˌW'],
    ['soy', 's.ˈɔɪ', 'sˈY'],
    ['pixel', 'p.ˈɪ.k.s.əl', 'pˈɪksᵊl'],
    ['ash', 'ˈæ.ʃ', 'ˈæʃ'],
    ['boxes', 'b.ˈɑː.k.s.ᵻ.z', 'bˈɑksᵻz'],
    ['or', 'ɔːɹ', 'ɔɹ'],
    ['merchantship', 'm.ˈɜː.tʃ.ə.n.t.ʃ.ˌɪ.p', 'mˈɜɹʧəntʃˌɪp'],
  ];
  for (const [word, phonemes, symbols] of published)
    it(`writes American "${word}" as published`, () => assert.equal(say(phonemes), symbols));

  const british: [string, string, string][] = [
    ['merchantship', 'm.ˈɜː.tʃ.ə.n.t.ʃ.ˌɪ.p', 'mˈɜːʧəntʃˌɪp'],
    ['or', 'ɔː', 'ɔː'],
    ['ash', 'ˈa.ʃ', 'ˈaʃ'],
    ['on', 'ˌɒ.n', 'ˌɒn'],
    ['going', 'ɡ.ˈəʊ.ɪ.ŋ', 'ɡˈQɪŋ'],
    ['hair', 'h.ˈeə', 'hˈɛː'],
    ['here', 'h.ˈiə', 'hˈɪə'],
  ];
  for (const [word, phonemes, symbols] of british)
    it(`writes British "${word}" as published`, () => assert.equal(say(phonemes, 'british'), symbols));

  it('writes the American flap as the model was trained on it', () => {
    assert.equal(say('b.ˈʌ.ɾ.ɚ'), 'bˈʌTəɹ');
  });
  it('turns a glottal stop before a syllabic n into t and a small schwa', () => {
    assert.equal(say('b.ˈʌ.ʔ.n̩'), 'bˈʌtᵊn');
  });
  it('writes one ɹ where a vowel’s own meets the next syllable’s', () => {
    assert.equal(say('k.ə.n.s.ˈuː.m.ɚ.ɹ.ɪ.s.t'), 'kənsˈuməɹɪst');
  });
  it('gives British “station” its small schwa', () => {
    assert.equal(say('s.t.ˈeɪ.ʃ.ə.n', 'british'), 'stˈAʃᵊn');
    assert.equal(say('s.t.ˈeɪ.ʃ.ə.n'), 'stˈAʃən');
  });
  it('keeps t and ʃ of two syllables apart', () => {
    assert.equal(say('n.ˈʌ.t.ʃ.ɛ.l'), 'nˈʌtʃɛl');
  });
  it('keeps length, nasals and rolled r in other languages', () => {
    assert.equal(say('b.ɔ̃.ʒ.ˈu.ʁ', 'other'), 'bɔ̃ʒˈuʁ');
    assert.equal(say('p.ˈe.r.o', 'other'), 'pˈero');
    assert.equal(say('tʃ.ˈa.o', 'other'), 'ʧˈao');
  });
  it('drops the marks of a change of language', () => {
    assert.equal(say('(en).w.iː.k.(fr)', 'other'), 'wiːk');
  });
});

describe('splitIpa', () => {
  it('finds diphthongs, affricates and stress in a writer’s transcription', () => {
    assert.deepEqual(splitIpa('həlˈoʊ'), ['h', 'ə', 'l', 'ˈoʊ']);
    assert.deepEqual(splitIpa("tʃ'ɛs"), ['tʃ', 'ˈɛ', 's']);
    assert.deepEqual(splitIpa('t͡ʃɛs'), ['tʃ', 'ɛ', 's']);
    assert.deepEqual(splitIpa('bo:k'), ['b', 'oː', 'k']);
  });
  it('gives Kokoro’s symbols together with toKokoro', () => {
    assert.equal(toKokoro(splitIpa('kˈoʊkəɹoʊ'), 'american'), 'kˈOkəɹO');
  });
});
