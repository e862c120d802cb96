import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { distFile } from '../../../../src/engine/entryPoint.ts';
import { rgbToI420 } from '../../../../src/engine/motion/kernel/colour.ts';
import { compileKernel } from '../../../../src/engine/motion/kernel/instance.ts';

const kernel = compileKernel(readFileSync(distFile('kernel.wasm')));

describe('RGB to I420', () => {
  it('is BT.709 limited range with left-sited chroma, exact to the rounding', () => {
    const side = fc.integer({ min: 1, max: 20 }).map((n) => n * 2);
    fc.assert(
      fc.property(side, side, fc.infiniteStream(fc.nat(255)), (width, height, samples) => {
        const rgb = Uint8Array.from(samples.take(width * height * 3));
        const expected = reference(rgb, width, height);
        rgbToI420(kernel, rgb, { width, height }).forEach((value, i) =>
          assert.ok(Math.abs(value - expected[i]!) <= 0.501, `sample ${i} is ${value}, not ${expected[i]}`),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('converts pictures of more than one strip', () => {
    const [width, height] = [4096, 150];
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 31 + (i >> 12)) & 255);
    const expected = reference(rgb, width, height);
    const wrong = rgbToI420(kernel, rgb, { width, height }).findIndex(
      (value, i) => Math.abs(value - expected[i]!) > 0.501,
    );
    assert.equal(wrong, -1);
  });

  /** By the definition, in float64, not rounded. */
  function reference(rgb: Uint8Array, width: number, height: number): Float64Array {
    const plane = width * height;
    const result = new Float64Array((plane * 3) / 2);
    const at = (x: number, y: number, channel: number) =>
      rgb[(y * width + Math.max(0, Math.min(width - 1, x))) * 3 + channel]! / 255;
    const luma = (r: number, g: number, b: number) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        result[y * width + x] = 16 + 219 * luma(at(x, y, 0), at(x, y, 1), at(x, y, 2));
    for (let y = 0; y < height; y += 2) {
      for (let x = 0; x < width; x += 2) {
        const [r, g, b] = [0, 1, 2].map((channel) => {
          const row = (yy: number) =>
            (at(x - 1, yy, channel) + 2 * at(x, yy, channel) + at(x + 1, yy, channel)) / 4;
          return (row(y) + row(y + 1)) / 2;
        }) as [number, number, number];
        const chroma = plane + ((y / 2) * width) / 2 + x / 2;
        result[chroma] = 128 + (224 * (b - luma(r, g, b))) / 1.8556;
        result[chroma + plane / 4] = 128 + (224 * (r - luma(r, g, b))) / 1.5748;
      }
    }
    return result;
  }
});
