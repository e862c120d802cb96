import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { timeWords } from '../../../../src/engine/narration/espeak/timings.ts';
import { splitWords } from '../../../../src/engine/narration/words.ts';

/** Events at UTF-16 offsets of a text whose markup is itself. */
function time(text: string, events: [offset: number, start: number, end: number][], seconds: number) {
  const origins = Array.from({ length: text.length }, (_, index) => index);
  const words = timeWords(
    text,
    splitWords(text),
    events.map(([position, start, end]) => ({ position, start, end })),
    origins,
    seconds,
  );
  return words.map((word) => [text.slice(word.start, word.end), word.from, word.to]);
}

describe('Word timings from espeak’s events', () => {
  it('are the times of the events that begin the words', () => {
    assert.deepEqual(
      time(
        'one two',
        [
          [0, 0.1, 0.4],
          [4, 0.5, 1],
        ],
        1,
      ),
      [
        ['one', 0.1, 0.4],
        ['two', 0.5, 1],
      ],
    );
  });

  it('join several events of one word', () => {
    assert.deepEqual(
      time(
        'in 1984 x',
        [
          [0, 0, 0.1],
          [3, 0.1, 0.5],
          [3, 0.5, 0.9],
          [8, 1, 1.2],
        ],
        1.2,
      ),
      [
        ['in', 0, 0.1],
        ['1984', 0.1, 0.9],
        ['x', 1, 1.2],
      ],
    );
  });

  it('share one event among words that espeak speaks as one', () => {
    assert.deepEqual(
      time(
        'of the x',
        [
          [0, 0, 1],
          [7, 1, 2],
        ],
        2,
      ),
      [
        ['of', 0, 0.4],
        ['the', 0.4, 1],
        ['x', 1, 2],
      ],
    );
  });

  it('give a sign to the word that it belongs to, and a lone sign to none', () => {
    assert.deepEqual(
      time(
        'a $12',
        [
          [0, 0, 1],
          [2, 1, 2],
        ],
        2,
      ),
      [
        ['a', 0, 1],
        ['12', 1, 2],
      ],
    );
    assert.deepEqual(
      time(
        'a & b',
        [
          [0, 0, 1],
          [2, 1, 2],
          [4, 2, 3],
        ],
        3,
      ),
      [
        ['a', 0, 1],
        ['b', 2, 3],
      ],
    );
  });

  it('fall back on the whole sound when there is no event', () => {
    assert.deepEqual(time('one two', [], 2), [
      ['one', 0, 1],
      ['two', 1, 2],
    ]);
  });

  it('are in order, inside the sound, do not overlap, and name every word once, whatever the events', () => {
    const event = fc.tuple(
      fc.nat(30),
      fc.double({ min: -1, max: 4, noNaN: true }),
      fc.double({ min: -1, max: 4, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'bc', ' ', '1', '&', '中') }),
        fc.array(event),
        (text, events) => {
          const timed = time(text, events, 3);
          assert.deepEqual(
            timed.map(([word]) => word),
            splitWords(text).map(({ start, end }) => text.slice(start, end)),
          );
          let last = 0;
          for (const [, from, to] of timed as [string, number, number][]) {
            assert.ok(from >= last && to >= from && to <= 3);
            last = to;
          }
        },
      ),
    );
  });
});
