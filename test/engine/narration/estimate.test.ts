import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { estimateTimings } from '../../../src/engine/narration/estimate.ts';

describe('Estimated word timings of a recording', () => {
  it('give longer words more time', () => {
    const [a, b] = estimateTimings('a extraordinarily', 'en', new Float32Array(100).fill(1), 10);
    assert.ok(b!.end - b!.start > 3 * (a!.end - a!.start));
    assert.equal(a!.start, 0);
    assert.equal(b!.end, 10);
  });

  it('let no word begin in a pause', () => {
    const activity = new Float32Array(100).fill(1);
    activity.fill(0, 40, 80);
    const words = estimateTimings('one two six ten', 'en', activity, 10);
    for (const { start } of words) assert.ok(start <= 4 || start >= 8, `${start}`);
  });

  it('are in order, inside the sound, and name every word once', () => {
    const levels = fc.array(fc.constantFrom(0, 1e-9, 0.01, 1), { maxLength: 50 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), levels, (text, activity) => {
        let last = 0;
        for (const word of estimateTimings(text, 'en', Float32Array.from(activity), 3)) {
          assert.ok(word.start >= last && word.end >= word.start && word.end <= 3);
          assert.equal(text.slice(word.textStart, word.textEnd), word.word);
          last = word.start;
        }
      }),
    );
  });
});
