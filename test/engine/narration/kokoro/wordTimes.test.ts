import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { timeWords, type TimedPiece } from '../../../../src/engine/narration/kokoro/wordTimes.ts';
import { normalize } from '../../../../src/engine/narration/text/normalize.ts';
import { splitWords } from '../../../../src/engine/narration/words.ts';

/** One second for each spoken word. */
function secondEach(spoken: string): TimedPiece[] {
  return [...spoken.matchAll(/[\p{L}\p{N}'-]+/gu)].map((match, index) => ({
    start: match.index,
    end: match.index + match[0].length,
    from: index,
    to: index + 1,
  }));
}

function times(text: string) {
  const spoken = normalize(text, 'en-US');
  const pieces = secondEach(spoken.text);
  return timeWords(text, splitWords(text, 'en-US'), spoken, pieces, pieces.length);
}

describe('timeWords', () => {
  it('gives a word that is said as several all their time', () => {
    const [we, paid, amount, today] = times('We paid $5.50 today');
    assert.deepEqual([we!.start, we!.end, paid!.end], [0, 1, 2]);
    assert.equal(amount!.word, '5.50');
    assert.ok(amount!.start >= 2 && amount!.start < 3.5);
    assert.deepEqual([amount!.end, today!.start, today!.end], [7, 7, 8]);
  });
  it('shares the time of an expression among its words', () => {
    const [five, may, then] = times('5 May then');
    assert.equal(five!.start, 0);
    assert.ok(may!.start > 0 && may!.start >= five!.end);
    assert.equal(may!.end, then!.start);
  });
  it('gives back the words and places of the text', () => {
    for (const { word, textStart, textEnd } of times('Dr. Smith’s “cat” paid $5!'))
      assert.equal('Dr. Smith’s “cat” paid $5!'.slice(textStart, textEnd), word);
  });
  it('times every word once, in order, inside the sound, whatever is written', () => {
    const word = fc.constantFrom(
      'a',
      'Dr.',
      'Smith',
      '$5.50',
      '1984',
      '—',
      '5 May 2024',
      'e.g.',
      '“so”',
      '😀',
      '3/4',
      'U.S.',
      'x@y.com',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 15 }), (parts) => {
        const text = parts.join(' ');
        const timed = times(text);
        const total = secondEach(normalize(text, 'en-US').text).length;
        assert.deepEqual(
          timed.map(({ textStart }) => textStart),
          splitWords(text, 'en-US').map(({ start }) => start),
        );
        let latest = 0;
        for (const { start, end } of timed) {
          assert.ok(start >= latest && end >= start && end <= total, JSON.stringify(timed));
          latest = start;
        }
      }),
    );
  });
});
