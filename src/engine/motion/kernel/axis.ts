import type { KernelExports } from './instance.ts';

/** Addresses of one axis's tables: the first source sample of every output sample, and the weights. */
export interface Axis {
  index: number;
  weights: number;
}

/** Where the outputs of an axis stand: output i at source sample `first + i·step`. */
export interface Positions {
  first: number;
  /** Source samples per output sample: 1 = same size, more = reduction. */
  step: number;
  outputs: number;
}

/** Room for an axis's tables at any step up to `step`, in bytes. The kernel works on 16 columns at a time. */
export function axisBytes(outputs: number, step: number): { index: number; weights: number } {
  const entries = padded(outputs);
  return { index: entries * 4, weights: entries * (4 + 2 * strideFor(tapsFor(step))) };
}

/** Taps that the filter can touch, made even: 4; for a reduction they are as many times more. */
export function tapsFor(step: number): number {
  return Math.ceil(2 * widening(step)) * 2;
}

/** Rows need no pairs: a little reduction does with five. */
function rowTapsFor(step: number): number {
  const taps = Math.ceil(4 * widening(step));
  return taps === 5 ? 5 : tapsFor(step);
}

/** A scale that exceeds 1 only because canvas sizes are rounded to even keeps the plain four taps. */
function widening(step: number): number {
  return step <= 1.005 ? 1 : step;
}

function strideFor(taps: number): number {
  return taps <= 8 ? taps : Math.ceil(taps / 8) * 8;
}

function padded(outputs: number): number {
  return Math.ceil(outputs / 16) * 16;
}

/** Fills in the vertical axis. Returns its taps as `resample` wants to know them. */
export function planRows(kernel: KernelExports, axis: Axis, at: Positions, scratch: number): number {
  const { first, step, outputs } = at;
  const taps = rowTapsFor(step);
  kernel.rowTaps(first, step, outputs, widening(step), taps, axis.index, axis.weights, scratch);
  return taps;
}

/** Fills in the horizontal axis of rows of `length` samples. Returns its taps as `resample` wants to know them. */
export function planColumns(
  kernel: KernelExports,
  axis: Axis,
  at: Positions & { length: number },
  scratch: number,
): number {
  const { first, step, outputs, length } = at;
  const taps = tapsFor(step);
  const stride = strideFor(taps);
  const tables = [axis.index, axis.weights, scratch] as const;
  kernel.columnTaps(first, step, padded(outputs), length, widening(step), taps, stride, ...tables);
  return stride;
}
