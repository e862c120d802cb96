import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { median, pairedRatio } from '../../bench/stats.ts';

describe('medians', () => {
  it('are the middle, or the mean of the two in the middle', () => {
    assert.equal(median([5, 1, 3]), 3);
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.equal(median([0, 0]), 0);
    assert.equal(median([7]), 7);
  });

  it('of nothing are not a number', () => {
    assert.ok(Number.isNaN(median([])));
  });

  it('of ratios are taken pair by pair', () => {
    // The second pair was slowed down by something else, both halves of it.
    assert.equal(pairedRatio([2, 20, 6], [1, 10, 3]), 2);
  });
});
