import assert from 'node:assert/strict';
import { soundRange } from '../../../../src/engine/narration/level/trim.ts';

/** Mean squares of windows of 5 ms, from levels in dBFS. */
const levels = (...parts: [db: number, windows: number][]) => ({
  level: Float32Array.from(
    parts.flatMap(([db, windows]) => new Array<number>(windows).fill(10 ** (db / 10))),
  ),
});

describe('Trimming', () => {
  it('cuts silence at both ends, and leaves a little for soft sounds', () => {
    assert.deepEqual(soundRange(levels([-200, 100], [-20, 50], [-200, 100])), { from: 94, to: 166 });
  });

  it('takes steady noise far below the voice for silence', () => {
    assert.deepEqual(soundRange(levels([-68, 100], [-20, 50], [-68, 100])), { from: 94, to: 166 });
  });

  it('keeps quiet speech and pauses inside', () => {
    assert.deepEqual(soundRange(levels([-50, 20], [-200, 500], [-20, 20])), { from: 0, to: 540 });
  });

  it('leaves a sound that fills its file, and one that is all silence', () => {
    assert.deepEqual(soundRange(levels([-20, 50])), { from: 0, to: 50 });
    assert.deepEqual(soundRange(levels([-80, 50])), { from: 0, to: 50 });
    assert.deepEqual(soundRange(levels()), { from: 0, to: 0 });
  });
});
