import assert from 'node:assert/strict';
import { findVoice, voiceBook } from '../../../../src/engine/narration/espeak/voices.ts';

const book = voiceBook({
  voices: [
    { name: 'English (Caribbean)', identifier: 'gmw/en-029', languages: ['en-029', 'en'] },
    { name: 'English (Great Britain)', identifier: 'gmw/en', languages: ['en-gb', 'en'] },
    { name: 'English (America)', identifier: 'gmw/en-US', languages: ['en-us', 'en'] },
    { name: 'German', identifier: 'gmw/de', languages: ['de'] },
    {
      name: 'Chinese (Mandarin, latin as English)',
      identifier: 'sit/cmn',
      languages: ['cmn', 'zh-cmn', 'zh'],
    },
    { name: 'Chinese (Cantonese)', identifier: 'sit/yue', languages: ['yue', 'zh'] },
    { name: 'Chinese (Cantonese, Jyutping)', identifier: 'sit/yue-Latn-jyutping', languages: ['yue', 'zh'] },
    { name: 'Catalan (Balearic)', identifier: 'roa/ca-ba', languages: ['ca-ba'] },
  ],
  variants: ['f3', 'Annie'],
});
const identifier = (id: string) => findVoice(book, id).identifier;

describe('The voices of espeak', () => {
  it('are listed once each, with language tags', () => {
    assert.deepEqual(
      book.voices.map((voice) => [voice.id, voice.language]),
      [
        ['en-029', 'en-029'],
        ['en-gb', 'en-GB'],
        ['en-us', 'en-US'],
        ['de', 'de'],
        ['cmn', 'zh'],
        ['yue', 'yue'],
        ['yue-latn-jyutping', 'yue-Latn-jyutping'],
        ['ca-ba', 'ca-x-balear'],
      ],
    );
  });

  it('are found by id, language, name, and in any case', () => {
    assert.equal(identifier('en-us'), 'gmw/en-US');
    assert.equal(identifier('EN_US'), 'gmw/en-US');
    assert.equal(identifier('en'), 'gmw/en');
    assert.equal(identifier('zh'), 'sit/cmn');
    assert.equal(identifier('German'), 'gmw/de');
    assert.equal(identifier('gmw/de'), 'gmw/de');
  });

  it('take a timbre', () => {
    assert.equal(identifier('de+F3'), 'gmw/de+f3');
    assert.equal(identifier('de+annie'), 'gmw/de+Annie');
  });

  it('that do not exist are refused with the one that was meant', () => {
    assert.throws(() => identifier('en-uss'), {
      code: 'NOT_READY',
      message: /no voice “en-uss”. Did you mean “en-us”/,
    });
    assert.throws(() => identifier('Germann'), { message: /Did you mean “german”/ });
    assert.throws(() => identifier('de+f33'), { message: /timbre “f33”. Did you mean “de\+f3”/ });
    assert.throws(() => identifier('klingonese'), { message: /no voice “klingonese”. “storyflow voices”/ });
    assert.throws(() => identifier(''), { code: 'NOT_READY' });
    assert.throws(() => identifier('de+'), { code: 'NOT_READY' });
  });
});
