/** Tables of the resampling kernel: which samples each output column and row takes, and their weights. */

/**
 * Cubic B-spline plus a share of its own second derivative. Over coefficients stretched `widen` times, a share of
 * (1 − widen⁻²)/6 is what keeps the frequency response flat to second order at every scale: without it a reduced
 * picture would be softer than one at its own size.
 */
function spline(x: f64, share: f64): f64 {
  const t = abs(x);
  if (t < 1) return (0.5 * t - 1) * t * t + 2.0 / 3 - share * (3 * t - 2);
  if (t < 2) return (2 - t) * ((2 - t) * (2 - t) / 6 - share);
  return 0;
}

/** What the weights of an output add up to: rows are weighted in Q15, columns in Q14. */
const ROWS: i32 = 1 << 15;
const COLUMNS: i32 = 1 << 14;

/**
 * Taps of the vertical axis: output row i stands at source row `first + i·step`. Writes `outputs` first rows to
 * `index` (int32, which may lie before the first row of all) and `taps` Q15 weights each to `weights`. `widen` stretches the
 * filter; `scratch` holds twice `taps` float64.
 */
export function rowTaps(
  first: f64, step: f64, outputs: i32, widen: f64, taps: i32, index: usize, weights: usize, scratch: usize,
): void {
  for (let i = 0; i < outputs; i++) {
    const centre = first + step * <f64>i;
    const from = firstTap(centre, widen);
    const at = weights + <usize>(i * taps) * 2;
    store<i32>(index + (<usize>i << 2), from);
    if (taps == 4) {
      fourWeights(ROWS, centre - <f64>(from + 1), at, 4);
      continue;
    }
    const sum = splineTaps(centre - <f64>from, widen, taps, scratch);
    quantise(ROWS, scratch, sum, taps, at, 4);
  }
}

/** Writes `taps` float64 weights of a position that stands `t` after the first of them. Returns their sum. */
// @ts-ignore: decorator
@inline
function splineTaps(t: f64, widen: f64, taps: i32, weights: usize): f64 {
  const narrow = 1 / widen;
  const share = (1 - narrow * narrow) / 6;
  let sum: f64 = 0;
  for (let k = 0; k < taps; k++) {
    const weight = spline((<f64>k - t) * narrow, share);
    store<f64>(weights + (<usize>k << 3), weight);
    sum += weight;
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function firstTap(centre: f64, widen: f64): i32 {
  return <i32>floor(centre - 2 * widen) + 1;
}

/**
 * Taps of the horizontal axis; `index` holds byte offsets into the int16 row (2 × column). Up to 8 taps, the
 * weights lie as `fourColumns` wants them: for each four columns 16 bytes that pick the first two taps of each out of
 * the 16 bytes from the first column's first tap on (no further than 12 bytes apart: the step is at most 2), then
 * for each pair of taps 16 bytes of weights. Beyond 8 taps they lie one column after another, padded to `stride`.
 */
export function columnTaps(
  first: f64, step: f64, outputs: i32, length: i32, widen: f64, taps: i32, stride: i32,
  index: usize, weights: usize, scratch: usize,
): void {
  const group: usize = 16 + (<usize>taps << 3);
  let pick: u32 = 0;
  for (let i = 0; i < outputs; i++) {
    const centre = first + step * <f64>i;
    const slot = index + (<usize>i << 2);
    if (taps > 8) {
      const at = weights + <usize>(i * stride) * 2;
      memory.fill(at, 0, <usize>stride << 1);
      store<i32>(slot, 2 * tapsAt(centre, length, widen, taps, at, 4, scratch));
      continue;
    }
    const lane = <usize>(i & 3) << 2;
    const at = weights + <usize>(i >> 2) * group;
    const start = 2 * tapsAt(centre, length, widen, taps, at + 16 + lane, 16, scratch);
    store<i32>(slot, start);
    if (lane == 0) pick = start;
    store<u32>(at + lane, 0x03020100 + 0x01010101 * (<u32>start - pick));
  }
}

/**
 * Q14 weights of one output column at source position `centre`, each pair of taps `pairStep` bytes after the one before;
 * taps outside 0 … length − 1 are folded onto the edge. Returns the first tap.
 */
// @ts-ignore: decorator
@inline
function tapsAt(
  centre: f64, length: i32, widen: f64, taps: i32, weights: usize, pairStep: usize, scratch: usize,
): i32 {
  const from = firstTap(centre, widen);
  if (taps == 4 && from >= 0 && from + 4 <= length) {
    fourWeights(COLUMNS, centre - <f64>(from + 1), weights, pairStep);
    return from;
  }
  const sum = splineTaps(centre - <f64>from, widen, taps, scratch);
  const start = min(max(from, 0), max(0, length - taps));
  if (start != from || length < taps) fold(scratch, from, start, length, taps);
  quantise(COLUMNS, scratch, sum, taps, weights, pairStep);
  return start;
}

/** Taps from `from` on become taps from `start` on: what stands outside 0 … length − 1 is added to the edge's. */
function fold(weights: usize, from: i32, start: i32, length: i32, taps: i32): void {
  const folded = weights + (<usize>taps << 3);
  memory.fill(folded, 0, <usize>taps << 3);
  for (let k = 0; k < taps; k++) {
    const slot = folded + (<usize>(min(max(from + k, 0), length - 1) - start) << 3);
    store<f64>(slot, load<f64>(slot) + load<f64>(weights + (<usize>k << 3)));
  }
  memory.copy(weights, folded, <usize>taps << 3);
}

/** Rounds weights that add up to `sum` so that they add up to `one`; what rounding took goes to the largest. */
function quantise(one: i32, exact: usize, sum: f64, taps: i32, weights: usize, pairStep: usize): void {
  const factor = <f64>one / sum;
  let left = one;
  let largest = weights;
  for (let k: usize = 0; k < <usize>taps; k++) {
    const weight = <i32>nearest(load<f64>(exact + (k << 3)) * factor);
    const slot = weights + (k >> 1) * pairStep + ((k & 1) << 1);
    store<i16>(slot, <i16>weight);
    left -= weight;
    if (weight > <i32>load<i16>(largest)) largest = slot;
  }
  store<i16>(largest, <i16>(<i32>load<i16>(largest) + left));
}

/** The plain four taps around a position `t` (0 … 1) after the second of them. They add up to `one`. */
// @ts-ignore: decorator
@inline
function fourWeights(one: i32, t: f64, weights: usize, pairStep: usize): void {
  const u = 1 - t;
  const sixth = <f64>one / 6;
  const a = <i32>nearest(sixth * (u * u * u));
  const c = <i32>nearest(sixth * (((3 - 3 * t) * t + 3) * t + 1));
  const d = <i32>nearest(sixth * (t * t * t));
  const b = one - a - c - d;
  store<i32>(weights, (a & 0xffff) | (b << 16));
  store<i32>(weights + pairStep, (c & 0xffff) | (d << 16));
}
