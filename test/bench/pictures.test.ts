import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createPicture } from '../../bench/pictures.ts';

const width = 96;
const height = 64;

describe('pictures of the bench', () => {
  it('are decided by their seed', async () => {
    const [a, b, c] = await Promise.all([1, 1, 2].map((seed) => createPicture(seed, width, height)));
    assert.ok(a!.equals(b!));
    assert.ok(!a!.equals(c!));
  });

  it('are flat nowhere', async () => {
    const pixels = await createPicture(5, width, height);
    assert.equal(pixels.length, width * height * 3);
    for (let y = 0; y < height; y += 8)
      for (let x = 0; x < width; x += 8) {
        const green = Array.from(
          { length: 64 },
          (_, i) => pixels[((y + (i >> 3)) * width + x + (i & 7)) * 3 + 1]!,
        );
        assert.ok(Math.max(...green) - Math.min(...green) >= 3, `flat at ${x}, ${y}`);
      }
  });
});
