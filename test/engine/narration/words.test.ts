import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isSpeakable, splitWords } from '../../../src/engine/narration/words.ts';

const wordsOf = (text: string, language?: string) =>
  splitWords(text, language).map(({ start, end }) => text.slice(start, end));

describe('Words', () => {
  it('are what a reader would count, without punctuation and emoji', () => {
    assert.deepEqual(wordsOf("Don't stop — 3.14, “l'homme” 😀 & co-op!"), [
      "Don't",
      'stop',
      '3.14',
      "l'homme",
      'co',
      'op',
    ]);
  });

  it('are found in languages that write no spaces', () => {
    assert.deepEqual(wordsOf('你好，世界。', 'zh'), ['你好', '世界']);
    assert.deepEqual(wordsOf('สวัสดีชาวโลก', 'th'), ['สวัสดี', 'ชาว', 'โลก']);
  });

  it('are found whatever the language tag is', () => {
    assert.deepEqual(wordsOf('one two', 'qdb'), ['one', 'two']);
  });

  it('never overlap, lie in order inside the text, and are speakable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        let last = 0;
        for (const { start, end } of splitWords(text)) {
          assert.ok(start >= last && end > start && end <= text.length);
          assert.ok(isSpeakable(text.slice(start, end)));
          last = end;
        }
      }),
    );
  });

  it('exist only where there is a letter or a digit', () => {
    for (const silent of ['', ' ', '…', '* * *', '😀', '👨‍👩‍👧 ❤️', '—', '?!', '★'])
      assert.equal(isSpeakable(silent), false, silent);
    for (const spoken of ['a', '7', '中', 'ع', '½']) assert.equal(isSpeakable(spoken), true, spoken);
  });
});
