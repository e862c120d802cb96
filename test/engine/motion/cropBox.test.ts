import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cropBoxAt, type CropBox } from '../../../src/engine/motion/cropBox.ts';
import { directionOf, directions, isDirection } from '../../../src/engine/motion/directions.ts';

const direction = fc.constantFrom(...directions);
const zoom = fc.oneof(
  fc.constantFrom(1, 1.3, 2),
  fc.double({ min: 1, max: 4, noNaN: true }),
  fc.double({ min: 1, max: 1e9, noNaN: true }),
);
/** [frame, frames] with 0 ≤ frame < frames. */
const moment = fc
  .integer({ min: 1, max: 1_000_000 })
  .chain((frames) => fc.tuple(fc.integer({ min: 0, max: frames - 1 }), fc.constant(frames)));

describe('a crop box', () => {
  it('never leaves the image, by not a single bit', () => {
    fc.assert(
      fc.property(direction, zoom, moment, (direction, zoom, [frame, frames]) => {
        const box = cropBoxAt({ direction, zoom }, frame, frames);
        assert.ok(box.x >= 0 && box.y >= 0, 'left or top');
        assert.ok(box.x + box.width <= 1 && box.y + box.height <= 1, 'right or bottom');
        assert.ok(box.width > 0 && box.height > 0, 'empty');
      }),
      { numRuns: 5000 },
    );
  });

  it('never leaves the image in pixels, whatever the picture and frame sizes', () => {
    const side = fc.integer({ min: 1, max: 30_000 });
    fc.assert(
      fc.property(direction, zoom, moment, side, side, (direction, zoom, [frame, frames], width, height) => {
        const box = cropBoxAt({ direction, zoom }, frame, frames);
        assert.ok(box.x * width >= 0 && (box.x + box.width) * width <= width);
        assert.ok(box.y * height >= 0 && (box.y + box.height) * height <= height);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps the shape of the frame and is never smaller than 1/Z', () => {
    fc.assert(
      fc.property(direction, zoom, moment, (direction, zoom, [frame, frames]) => {
        const box = cropBoxAt({ direction, zoom }, frame, frames);
        assert.equal(box.width, box.height);
        assert.ok(box.width >= (1 / zoom) * (1 - 1e-12) && box.width <= 1);
      }),
    );
  });

  it('moves and grows linearly: neighbouring frames differ by the same step', () => {
    fc.assert(
      fc.property(direction, fc.double({ min: 1, max: 4, noNaN: true }), (direction, zoom) => {
        const boxes = Array.from({ length: 50 }, (_, n) => cropBoxAt({ direction, zoom }, n, 50));
        for (const side of ['x', 'y', 'width'] as const) {
          const step = boxes[1]![side] - boxes[0]![side];
          for (let n = 1; n < 50; n++)
            assert.ok(Math.abs(boxes[n]![side] - boxes[n - 1]![side] - step) < 1e-12, side);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is the whole image, always, without zoom', () => {
    for (const direction of directions)
      assert.deepEqual(cropBoxAt({ direction, zoom: 1 }, 3, 10), { x: 0, y: 0, width: 1, height: 1 });
  });

  it('stands where its direction says at the first frame and (approaching) the last', () => {
    const near = 1 / 2;
    const half = 3 / 4;
    const expected: Record<string, [CropBox, CropBox]> = {
      'zoom-in': [square(0, 0, 1), square(0.25, 0.25, near)],
      'top-left-to-bottom-right': [square(0, 0, near), square(0.5, 0.5, near)],
      'bottom-right-to-top-left': [square(0.5, 0.5, near), square(0, 0, near)],
      'top-right-to-bottom-left': [square(0.5, 0, near), square(0, 0.5, near)],
      'bottom-left-to-top-right': [square(0, 0.5, near), square(0.5, 0, near)],
      'center-to-top-left': [square(0.25, 0.25, near), square(0, 0, half)],
      'center-to-bottom-right': [square(0.25, 0.25, near), square(0.25, 0.25, half)],
    };
    for (const direction of directions) {
      const [start, end] = expected[direction]!;
      assert.deepEqual(cropBoxAt({ direction, zoom: 2 }, 0, 100), start, direction);
      // Frame n of N shows the moment n/N: the end itself would be frame N.
      assert.deepEqual(cropBoxAt({ direction, zoom: 2 }, 100, 100), end, direction);
    }
  });

  function square(x: number, y: number, size: number): CropBox {
    return { x, y, width: size, height: size };
  }
});

describe('the direction of a segment', () => {
  it('is its index modulo seven, so that neighbours differ', () => {
    assert.deepEqual(
      [0, 1, 6, 7, 15].map((index) => directionOf(index)),
      [directions[0], directions[1], directions[6], directions[0], directions[1]],
    );
  });

  it('is the one that the sidecar names, if it is one', () => {
    assert.equal(directionOf(0, 'center-to-top-left'), 'center-to-top-left');
    assert.equal(directionOf(1, 'sideways'), directions[1]);
    assert.equal(isDirection('sideways'), false);
  });
});
