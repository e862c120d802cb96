import assert from 'node:assert/strict';
import { release } from '../../../src/engine/picture/release.ts';

describe('giving samples back', () => {
  it('empties an array that has its memory for itself', () => {
    const samples = new Uint8Array(100);
    release(samples);
    assert.equal(samples.length, 0);
    assert.equal(samples.buffer.byteLength, 0);
  });

  it('leaves alone what lies in memory with others', () => {
    const all = new Uint8Array(100).fill(7);
    release(all.subarray(10, 20));
    assert.deepEqual(
      [...all],
      Array.from({ length: 100 }, () => 7),
    );
  });
});
