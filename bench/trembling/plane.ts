/** Luma as numbers, row by row. */
export interface Plane {
  width: number;
  height: number;
  data: Float32Array;
}

/** One frame at full size and, to find large displacements, at a quarter of it. Both are smoothed. */
export interface Pyramid {
  full: Plane;
  quarter: Plane;
}

/** How much the quarter is smaller, in each direction. */
export const REDUCTION = 4;

/** Binomial of order 6, σ = 1.22 px: after it cubic interpolation is exact enough for thousandths of a pixel. */
const BINOMIAL = [20 / 64, 15 / 64, 6 / 64, 1 / 64] as const;

/** @param luma 8-bit luma, `width × height`. */
export function pyramidOf(luma: Uint8Array, width: number, height: number): Pyramid {
  const full = smooth({ width, height, data: Float32Array.from(luma) });
  return { full, quarter: smooth(reduce(full)) };
}

/** Edges repeat their last sample. */
export function smooth({ width, height, data }: Plane): Plane {
  const [w0, w1, w2, w3] = BINOMIAL;
  const across = new Float32Array(data.length);
  const padded = new Float32Array(width + 6);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    padded.fill(data[row]!, 0, 3);
    padded.set(data.subarray(row, row + width), 3);
    padded.fill(data[row + width - 1]!, width + 3);
    for (let x = 0; x < width; x++)
      across[row + x] =
        w0 * padded[x + 3]! +
        w1 * (padded[x + 2]! + padded[x + 4]!) +
        w2 * (padded[x + 1]! + padded[x + 5]!) +
        w3 * (padded[x]! + padded[x + 6]!);
  }
  const result = new Float32Array(data.length);
  const rowAt = (y: number) => Math.max(0, Math.min(height - 1, y)) * width;
  for (let y = 0; y < height; y++) {
    const [a3, a2, a1, b0, c1, c2, c3] = [-3, -2, -1, 0, 1, 2, 3].map((dy) => rowAt(y + dy)) as Rows;
    const to = y * width;
    for (let x = 0; x < width; x++)
      result[to + x] =
        w0 * across[b0 + x]! +
        w1 * (across[a1 + x]! + across[c1 + x]!) +
        w2 * (across[a2 + x]! + across[c2 + x]!) +
        w3 * (across[a3 + x]! + across[c3 + x]!);
  }
  return { width, height, data: result };
}

type Rows = [number, number, number, number, number, number, number];

function reduce({ width, height, data }: Plane): Plane {
  const smaller = { width: Math.floor(width / REDUCTION), height: Math.floor(height / REDUCTION) };
  const result = new Float32Array(smaller.width * smaller.height);
  for (let y = 0; y < smaller.height; y++)
    for (let x = 0; x < smaller.width; x++) {
      let sum = 0;
      for (let dy = 0; dy < REDUCTION; dy++) {
        const from = (y * REDUCTION + dy) * width + x * REDUCTION;
        for (let dx = 0; dx < REDUCTION; dx++) sum += data[from + dx]!;
      }
      result[y * smaller.width + x] = sum / (REDUCTION * REDUCTION);
    }
  return { ...smaller, data: result };
}
