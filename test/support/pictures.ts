import sharp, { type Sharp } from 'sharp';
import type { YuvImage } from '../../src/engine/motion/kernel/resampler.ts';

export type Colour = [r: number, g: number, b: number];

export const red: Colour = [220, 30, 40];
export const green: Colour = [30, 180, 60];
export const blue: Colour = [40, 60, 210];
export const yellow: Colour = [230, 210, 40];

/** A picture whose four quarters have four colours: red, green above blue, yellow. */
export function quarters(width: number, height: number): Sharp {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = y < height / 2 ? (x < width / 2 ? red : green) : x < width / 2 ? blue : yellow;
      data.set(colour, (y * width + x) * 3);
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export function flat(width: number, height: number, [r, g, b]: Colour): Sharp {
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } });
}

/** R'G'B' of one canvas pixel (BT.709, limited range), not rounded. */
export function pixel({ width, height, data }: YuvImage, x: number, y: number): Colour {
  const luma = (data[y * width + x]! - 16) / 219;
  const at = (y >> 1) * (width / 2) + (x >> 1);
  const cb = (data[width * height + at]! - 128) / 224;
  const cr = (data[width * height * 1.25 + at]! - 128) / 224;
  const r = luma + 1.5748 * cr;
  const b = luma + 1.8556 * cb;
  return [r * 255, ((luma - 0.2126 * r - 0.0722 * b) / 0.7152) * 255, b * 255];
}

/** Largest difference of a channel. */
export function distance(a: Colour, b: Colour): number {
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
}

/** The pixels in the middle of the canvas's four quarters, row by row. */
export function quarterColours(canvas: YuvImage): Colour[] {
  const across = [0.25, 0.75].map((part) => Math.round(canvas.width * part));
  const down = [0.25, 0.75].map((part) => Math.round(canvas.height * part));
  return down.flatMap((y) => across.map((x) => pixel(canvas, x, y)));
}
