import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { distFile } from '../../../../src/engine/entryPoint.ts';
import { cropBoxAt, type CropBox } from '../../../../src/engine/motion/cropBox.ts';
import { directions } from '../../../../src/engine/motion/directions.ts';
import { compileKernel } from '../../../../src/engine/motion/kernel/instance.ts';
import {
  createResampler,
  i420Bytes,
  type Resampler,
  type Size,
} from '../../../../src/engine/motion/kernel/resampler.ts';
import { kernelBuilds } from '../../../../src/engine/picture/kernelFile.ts';
import { referenceFrame } from '../../../support/referenceResampler.ts';

for (const build of kernelBuilds) {
  const kernel = compileKernel(readFileSync(distFile(build)));
  // One for all, as a lane has it: what one canvas leaves in the memory must not show in the next.
  describe(`the resampling kernel (${build})`, () => itResamples(createResampler(kernel)));
}

describe('the builds of the resampling kernel', () => {
  it('give the same frames', () => {
    const size = { width: 70, height: 46 };
    const frame = { width: 48, height: 28 };
    const data = noise(i420Bytes(size), 11);
    const [first, ...others] = kernelBuilds.map((build) =>
      createResampler(compileKernel(readFileSync(distFile(build))))({ ...size, data }, frame),
    );
    for (const direction of directions)
      for (let n = 0; n < 5; n++) {
        const box = cropBoxAt({ direction, zoom: 1.45 }, n, 5);
        first!.render(box);
        for (const other of others) {
          other.render(box);
          assert.deepEqual([...other.frames[0]!], [...first!.frames[0]!]);
        }
      }
  });
});

function itResamples(resample: Resampler): void {
  const even = (max: number) => fc.integer({ min: 1, max: max / 2 }).map((n) => n * 2);
  const size = (max: number) => fc.record({ width: even(max), height: even(max) });

  it('agrees with the float64 filter on random pictures, boxes and sizes', () => {
    const box = fc
      .record({
        size: fc.double({ min: 0.05, max: 1, noNaN: true }),
        x: fc.double({ min: 0, max: 1, noNaN: true }),
        y: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ size, x, y }) => ({ x: x * (1 - size), y: y * (1 - size), width: size, height: size }));
    fc.assert(
      fc.property(size(80), size(80), box, fc.integer(), (canvas, frame, box, seed) =>
        assertAgrees(canvas, frame, box, seed),
      ),
      { numRuns: 150 },
    );
  });

  it('agrees with it in every direction at the zooms people use', () => {
    const frame = { width: 96, height: 54 };
    for (const zoom of [1, 1.3, 1.37, 2, 3.5]) {
      const side = (length: number) => Math.round((length * zoom) / 2) * 2;
      const canvas = { width: side(frame.width), height: side(frame.height) };
      for (const direction of directions)
        for (const n of [0, 3, 7]) assertAgrees(canvas, frame, cropBoxAt({ direction, zoom }, n, 8), n);
    }
  });

  it('shows the canvas itself when box and frame are as large as it', () => {
    const size = { width: 34, height: 20 };
    const canvas = noise(i420Bytes(size), 5);
    const { frames, render } = resample({ ...size, data: canvas }, size);
    render({ x: 0, y: 0, width: 1, height: 1 });
    assert.deepEqual([...frames[0]!], [...canvas]);
  });

  it('takes a box that misses the edge by a rounding error for one at the edge', () => {
    for (const width of [2, 6, 18, 20, 34])
      for (const x of [0, 1e-16])
        assertAgrees(
          { width, height: 6 },
          { width, height: 6 },
          { x, y: 0, width: 1 - 1e-16, height: 1 },
          width,
        );
  });

  it('keeps a flat canvas exactly flat, whatever the box', () => {
    const frameSize = { width: 48, height: 28 };
    const size = { width: 100, height: 60 };
    for (const value of [0, 1, 16, 128, 235, 255]) {
      const data = new Uint8Array(i420Bytes(size)).fill(value);
      const { frames, render } = resample({ ...size, data }, frameSize);
      for (let n = 0; n < 10; n++) {
        render(cropBoxAt({ direction: directions[n % 7]!, zoom: 1.61 }, n, 10));
        assert.ok(frames[0]!.every((sample) => sample === value));
      }
    }
  });

  it('keeps the contrast of fine detail at every scale, so that a zoom does not go soft', () => {
    const frame = { width: 96, height: 56 };
    for (const scale of [1, 1.25, 1.5, 2, 3]) {
      const canvas = { width: frame.width * scale, height: frame.height * scale };
      // One wave in four pixels of the frame: half of what it can show at all.
      const wave = (x: number) => 128 + 80 * Math.cos((Math.PI / 2) * ((x + 0.5) / scale));
      const row = Uint8Array.from({ length: canvas.width }, (_, x) => Math.round(wave(x)));
      const data = new Uint8Array(i420Bytes(canvas)).fill(128);
      for (let y = 0; y < canvas.height; y++) data.set(row, y * canvas.width);
      const resampler = resample({ ...canvas, data }, frame);
      resampler.render({ x: 0, y: 0, width: 1, height: 1 });
      const middle = resampler.frames[0]!.subarray(28 * frame.width + 8, 28 * frame.width + 88);
      const squares = middle.reduce((sum, sample) => sum + (sample - 128) ** 2, 0);
      const amplitude = Math.sqrt((2 * squares) / middle.length);
      assert.ok(Math.abs(amplitude / 80 - 1) < 0.06, `amplitude ${amplitude} of 80 at scale ${scale}`);
    }
  });

  it('makes the same frames together as one by one', () => {
    const frame = { width: 50, height: 38 };
    const canvas = { width: 66, height: 50 };
    const data = noise(i420Bytes(canvas), 3);
    for (const direction of directions) {
      const boxes = Array.from({ length: 5 }, (_, n) => cropBoxAt({ direction, zoom: 1.32 }, n, 5));
      const single = resample({ ...canvas, data }, frame);
      const expected = boxes.map((box) => {
        single.render(box);
        return [...single.frames[0]!];
      });
      const { frames, render } = resample({ ...canvas, data }, frame, boxes.length);
      render(...boxes);
      assert.deepEqual(
        frames.map((picture) => [...picture]),
        expected,
      );
      assert.throws(() => render(...boxes, boxes[0]!), RangeError);
    }
  });

  function assertAgrees(canvas: Size, frame: Size, box: CropBox, seed: number): void {
    const data = noise(i420Bytes(canvas), seed);
    const resampler = resample({ ...canvas, data }, frame);
    const expected = referenceFrame({ ...canvas, data }, frame, box);
    resampler.render(box);
    let total = 0;
    resampler.frames[0]!.forEach((value, i) => {
      const difference = Math.abs(value - expected[i]!);
      total += difference;
      assert.ok(difference <= 1, `sample ${i} is ${value}, not ${expected[i]}`);
    });
    // The mean of a few hundred samples is a matter of luck.
    if (expected.length >= 1000)
      assert.ok(total / expected.length < 0.1, `mean difference ${total / expected.length}`);
  }
}

/** The hardest picture for a filter: every sample independent, the extremes often. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed >>> 0;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const value = state >>> 22;
    return value < 256 ? value : value < 640 ? 0 : 255;
  });
}
