import { align, instantiateKernel, type KernelInstance, type KernelModule } from './instance.ts';
import { i420Bytes, type Size } from './resampler.ts';

/** Pixels converted at a time: bounds the kernel's memory and stays in the processor's cache. */
const stripPixels = 1 << 17;

/**
 * Interleaved 8-bit R'G'B' to I420 (BT.709, limited range, chroma on the left luma column as H.264 expects).
 * Sides are even. Conversion and chroma filter are exact to the rounding of the result.
 */
export function rgbToI420(module: KernelModule, rgb: Uint8Array, { width, height }: Size): Uint8Array {
  const result = new Uint8Array(i420Bytes({ width, height }));
  const stripRows = Math.min(height, Math.max(2, Math.floor(stripPixels / width / 2) * 2));
  const stripBytes = width * stripRows;
  const y = align(4096 + stripBytes * 3);
  const u = y + stripBytes;
  const v = u + stripBytes / 4;
  const { kernel, reserve } = converterOf(module);
  const memory = reserve(v + stripBytes / 4);
  const luma = width * height;
  for (let row = 0; row < height; row += stripRows) {
    const rows = Math.min(stripRows, height - row);
    const samples = width * rows;
    const start = width * row;
    memory.set(rgb.subarray(start * 3, (start + samples) * 3), 4096);
    kernel.rgbToI420(4096, width, rows, y, u, v);
    result.set(memory.subarray(y, y + samples), start);
    result.set(memory.subarray(u, u + samples / 4), luma + start / 4);
    result.set(memory.subarray(v, v + samples / 4), luma * 1.25 + start / 4);
  }
  return result;
}

const converters = new WeakMap<KernelModule, KernelInstance>();

/** One small instance serves all pictures. */
function converterOf(module: KernelModule): KernelInstance {
  let converter = converters.get(module);
  if (!converter) converters.set(module, (converter = instantiateKernel(module)));
  return converter;
}
