import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { segmentAt, startsOf, visibleBlocks } from '../../../src/webview/timeline/layout.ts';

const durations = fc.array(fc.double({ min: 0.05, max: 60, noNaN: true }), { minLength: 1, maxLength: 300 });
const lengths = (list: number[]) => startsOf(list.map((duration) => ({ duration })));

describe('layout of the timeline', () => {
  it('finds the segment at a time', () => {
    const starts = lengths([2, 3, 5]);
    assert.deepEqual(
      [-1, 0, 1.99, 2, 4.99, 5, 10, 99].map((time) => segmentAt(starts, time)),
      [0, 0, 0, 1, 1, 2, 2, 2],
    );
    assert.equal(segmentAt(startsOf([]), 0), -1);
  });

  it('covers the window without gap or overlap', () => {
    const property = fc.property(
      durations,
      fc.double({ min: 0.01, max: 200, noNaN: true }),
      fc.nat(),
      (list, zoom, at) => {
        const starts = lengths(list);
        const width = starts.at(-1)! * zoom;
        const from = at % Math.max(1, width);
        const to = Math.min(width, from + 800);
        const blocks = visibleBlocks(starts, { zoom, from, to }, 10, at % list.length);
        assert.ok(blocks[0]!.left <= from + 1e-6);
        const end = blocks.at(-1)!;
        assert.ok(end.left + end.width >= to - 1e-6);
        for (let i = 1; i < blocks.length; i++) assert.equal(blocks[i]!.first, blocks[i - 1]!.last + 1);
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it('makes no more blocks than the window has room for, however many segments there are', () => {
    const starts = lengths(Array.from({ length: 100_000 }, (_, i) => 1 + (i % 7)));
    for (const zoom of [0.001, 0.1, 1, 3, 10, 100]) {
      const blocks = visibleBlocks(starts, { zoom, from: 5000, to: 6000 }, 10, 4711);
      assert.ok(blocks.length <= 220, `${blocks.length} at ${zoom}`);
    }
  });

  it('merges the same segments wherever the window stands', () => {
    const starts = lengths(Array.from({ length: 500 }, (_, i) => 0.2 + (i % 5)));
    const whole = visibleBlocks(starts, { zoom: 2, from: 0, to: 1e9 }, 8, 17);
    const known = new Set(whole.map((block) => `${block.first}-${block.last}`));
    for (let from = 0; from < 2000; from += 13) {
      for (const block of visibleBlocks(starts, { zoom: 2, from, to: from + 200 }, 8, 17))
        assert.ok(known.has(`${block.first}-${block.last}`), `${block.first}-${block.last} at ${from}`);
    }
  });

  it('never merges the selected segment into others', () => {
    const starts = lengths(Array.from({ length: 100 }, () => 0.1));
    const blocks = visibleBlocks(starts, { zoom: 1, from: 0, to: 100 }, 10, 42);
    assert.ok(blocks.some((block) => block.first === 42 && block.last === 42));
  });
});
