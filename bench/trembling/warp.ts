import type { Plane } from './plane.ts';
import type { Displacement } from './register.ts';

/**
 * `after` as it would look without the displacement: sample (x, y) of the result is `after` at
 * `p + (x, y) + zoom · (p − centre)`, by cubic convolution (Catmull–Rom), one axis after the other.
 */
export function warp({ width, height, data }: Plane, { x, y, zoom }: Displacement): Plane {
  const columns = taps(width, x, zoom);
  const rows = taps(height, y, zoom);
  const across = new Float32Array(data.length);
  for (let row = 0; row < data.length; row += width)
    for (let i = 0, w = 0; i < width; i++, w += 4) {
      const p = row + columns.first[i]!;
      across[row + i] =
        columns.weights[w]! * data[p]! +
        columns.weights[w + 1]! * data[p + 1]! +
        columns.weights[w + 2]! * data[p + 2]! +
        columns.weights[w + 3]! * data[p + 3]!;
    }
  const result = new Float32Array(data.length);
  for (let j = 0, to = 0; j < height; j++, to += width) {
    const a = rows.first[j]! * width;
    const [w0, w1, w2, w3] = rows.weights.subarray(j * 4, j * 4 + 4) as unknown as Weights;
    for (let i = 0; i < width; i++)
      result[to + i] =
        w0 * across[a + i]! +
        w1 * across[a + width + i]! +
        w2 * across[a + 2 * width + i]! +
        w3 * across[a + 3 * width + i]!;
  }
  return { width, height, data: result };
}

type Weights = [number, number, number, number];

/** First of four samples, and their weights, for every place along one axis; kept inside the plane. */
function taps(length: number, shift: number, zoom: number): { first: Int32Array; weights: Float64Array } {
  const first = new Int32Array(length);
  const weights = new Float64Array(length * 4);
  const centre = (length - 1) / 2;
  for (let i = 0; i < length; i++) {
    const place = i + shift + zoom * (i - centre);
    const whole = Math.max(1, Math.min(length - 3, Math.floor(place)));
    const t = Math.max(0, Math.min(1, place - whole));
    first[i] = whole - 1;
    weights.set(catmullRom(t), i * 4);
  }
  return { first, weights };
}

function catmullRom(t: number): Weights {
  return [
    ((2 - t) * t - 1) * (t / 2),
    ((3 * t - 5) * t * t + 2) / 2,
    ((4 - 3 * t) * t + 1) * (t / 2),
    ((t - 1) * t * t) / 2,
  ];
}
