import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canvasSize, maxCanvasPixels } from '../../../src/engine/picture/canvasSize.ts';

describe('the size of a canvas', () => {
  it('is the frame times the zoom, rounded to even', () => {
    assert.deepEqual(canvasSize({ width: 1920, height: 1080, zoom: 1.3 }), { width: 2496, height: 1404 });
    assert.deepEqual(canvasSize({ width: 1920, height: 1080, zoom: 1 }), { width: 1920, height: 1080 });
    assert.deepEqual(canvasSize({ width: 1280, height: 720, zoom: 1.37 }), { width: 1754, height: 986 });
  });

  it('is even, covers the frame, and is bounded however large the zoom', () => {
    const side = fc.integer({ min: 1, max: 2160 }).map((n) => n * 2);
    fc.assert(
      fc.property(side, side, fc.double({ min: 1, max: 1e6, noNaN: true }), (width, height, zoom) => {
        const canvas = canvasSize({ width, height, zoom });
        assert.ok(canvas.width % 2 === 0 && canvas.height % 2 === 0);
        assert.ok(canvas.width >= width && canvas.height >= height);
        assert.ok(
          canvas.width * canvas.height <= maxCanvasPixels * 1.01 + 4 * (canvas.width + canvas.height),
        );
      }),
    );
  });
});
