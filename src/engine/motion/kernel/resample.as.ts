/**
 * The resampling kernel, in AssemblyScript: WebAssembly with 128-bit SIMD.
 *
 * FILTER. Separable Catmull-Rom cubic (Keys, a = −½). Where the box has no more samples than the frame it is the
 * plain 4-tap interpolator; where it has more (scale s > 1) the filter is stretched s times, ⌈4s⌉ taps, so that
 * fine detail is averaged instead of shimmering. Every output column and row has its own exact phase (computed in
 * float64, no phase table). Beyond the edges of the plane the edge sample is repeated.
 *
 * Pans, where every column has the same phase, take Keys's six-point cubic instead: the four-point one delays fine
 * detail by an amount that depends on the phase, which for a whole frame at once reads as trembling (0.02 px/frame²).
 *
 * NUMBERS. 8-bit samples; Q14 weights in int16 that sum to exactly 16384; vertical pass first, 32-bit dot products
 * cut to a Q6 int16 row (values −64 … 319 fit: the filter's lobes reach at most a quarter beyond 0 … 255);
 * horizontal pass, 32-bit Q20, the cut made good on average, rounded and saturated to 8 bits.
 *
 * ERROR against the same filter in float64, rounded once: at most 1 code value. (Weights are off by ≤ 2⁻¹⁵ a tap,
 * the row by ≤ 2⁻⁷; together below 0.1 code value before the last rounding.)
 *
 * Memory belongs to the caller (`resampler.ts` lays it out). Reads may run up to 32 bytes past a plane, writes up to
 * 15 bytes past a plane; planes are therefore written in ascending order and slack follows the last.
 */

/** Half a code value to round, and half of the Q6 step that cutting off took from the row on average. */
const ROUND_OUT: i32 = (1 << 19) + (1 << 13);

/** Keys's cubic with a = −½. */
function catmullRom(x: f64): f64 {
  const t = abs(x);
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
  if (t < 2) return ((-0.5 * t + 2.5) * t - 4) * t + 2;
  return 0;
}

/** Keys's six-point cubic, of fourth order (IEEE Trans. ASSP 29, 1981, eq. 25 ff). */
function sixPoint(x: f64): f64 {
  const t = abs(x);
  if (t < 1) return (4.0 / 3 * t - 7.0 / 3) * t * t + 1;
  if (t < 2) return ((-7.0 / 12 * t + 3) * t - 59.0 / 12) * t + 2.5;
  if (t < 3) return ((1.0 / 12 * t - 2.0 / 3) * t + 21.0 / 12) * t - 1.5;
  return 0;
}

/**
 * Taps of the vertical axis: output row i stands at source row `first + i·step`. Writes `outputs` first rows to
 * `index` (int32) and `taps` Q14 weights each to `weights`; taps outside 0 … length − 1 are folded onto the edge
 * row. `widen` stretches the filter, which is Catmull-Rom for `reach` 2 and the six-point one for 3; `scratch` holds
 * `taps` float64.
 */
export function rowTaps(
  first: f64, step: f64, outputs: i32, length: i32, widen: f64, reach: i32, taps: i32,
  index: usize, weights: usize, scratch: usize,
): void {
  for (let i = 0; i < outputs; i++) {
    const at = weights + <usize>(i * taps) * 2;
    const start = tapsAt(first + step * <f64>i, length, widen, reach, taps, at, 4, scratch);
    store<i32>(index + (<usize>i << 2), start);
  }
}

/**
 * Taps of the horizontal axis; `index` holds byte offsets into the int16 row (2 × column). Up to 8 taps, the
 * weights lie as `columns4` wants them: for each four columns 16 bytes that pick the first two taps of each out of
 * the 16 bytes from the first column's first tap on (no further than 12 bytes apart: the step is at most 2), then
 * for each pair of taps 16 bytes of weights. Beyond 8 taps they lie one column after another, padded to `stride`.
 */
export function columnTaps(
  first: f64, step: f64, outputs: i32, length: i32, widen: f64, reach: i32, taps: i32, stride: i32,
  index: usize, weights: usize, scratch: usize,
): void {
  const group = 16 + (<usize>taps << 3);
  let pick: u32 = 0;
  for (let i = 0; i < outputs; i++) {
    const centre = first + step * <f64>i;
    const slot = index + (<usize>i << 2);
    if (taps > 8) {
      const at = weights + <usize>(i * stride) * 2;
      memory.fill(at, 0, <usize>stride << 1);
      store<i32>(slot, 2 * tapsAt(centre, length, widen, reach, taps, at, 4, scratch));
      continue;
    }
    const lane = <usize>(i & 3) << 2;
    const at = weights + <usize>(i >> 2) * group;
    const start = 2 * tapsAt(centre, length, widen, reach, taps, at + 16 + lane, 16, scratch);
    store<i32>(slot, start);
    if (lane == 0) pick = start;
    store<u32>(at + lane, 0x03020100 + 0x01010101 * (<u32>start - pick));
  }
}

/**
 * Weights of one output at source position `centre`, each pair of taps `pairStep` bytes after the one before.
 * Returns the first tap.
 */
// @ts-ignore: decorator
@inline
function tapsAt(
  centre: f64, length: i32, widen: f64, reach: i32, taps: i32, weights: usize, pairStep: usize, scratch: usize,
): i32 {
  const from = <i32>floor(centre - <f64>reach * widen) + 1;
  if (taps == 4 && from >= 0 && from + 4 <= length) {
    fourWeights(centre - <f64>(from + 1), weights, pairStep);
    return from;
  }
  const start = min(max(from, 0), max(0, length - taps));
  memory.fill(scratch, 0, <usize>taps << 3);
  let sum: f64 = 0;
  for (let k = 0; k < taps; k++) {
    const at = from + k;
    const x = (<f64>at - centre) / widen;
    const weight = reach == 2 ? catmullRom(x) : sixPoint(x);
    const slot = scratch + (<usize>(min(max(at, 0), length - 1) - start) << 3);
    store<f64>(slot, load<f64>(slot) + weight);
    sum += weight;
  }
  quantise(scratch, 16384 / sum, taps, weights, pairStep);
  return start;
}

/** Rounds float64 weights to Q14; what rounding took from the sum goes to the largest. */
function quantise(exact: usize, factor: f64, taps: i32, weights: usize, pairStep: usize): void {
  let left = 16384;
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

/** The plain four taps around a position `t` (0 … 1) after the second of them. */
// @ts-ignore: decorator
@inline
function fourWeights(t: f64, weights: usize, pairStep: usize): void {
  const a = <i32>nearest(16384 * (((1 - 0.5 * t) * t - 0.5) * t));
  const c = <i32>nearest(16384 * (((2 - 1.5 * t) * t + 0.5) * t));
  const d = <i32>nearest(16384 * ((0.5 * t - 0.5) * t * t));
  const b = 16384 - a - c - d;
  store<i32>(weights, (a & 0xffff) | (b << 16));
  store<i32>(weights + pairStep, (c & 0xffff) | (d << 16));
}

/**
 * Resamples one plane by the tables of `columnTaps` (for `width` rounded up to 16) and `rowTaps`. `xTaps` is 4, 6, 8
 * or a larger multiple of 8, `yTaps` is even. `row` has room for the plane's width + 64 int16.
 */
export function resample(
  source: usize, sourceWidth: i32, sourceHeight: i32, target: usize, width: i32, height: i32,
  xIndex: usize, xWeights: usize, xTaps: i32, yIndex: usize, yWeights: usize, yTaps: i32, row: usize,
): void {
  const padded = (width + 15) & ~15;
  const fromColumn = load<i32>(xIndex) >> 1;
  const toColumn = min((load<i32>(xIndex + (<usize>(padded - 1) << 2)) >> 1) + xTaps, sourceWidth);
  for (let y = 0; y < height; y++) {
    const firstRow = load<i32>(yIndex + (<usize>y << 2));
    const weights = yWeights + <usize>(y * yTaps) * 2;
    vertical(source, sourceWidth, sourceHeight, firstRow, weights, yTaps, fromColumn, toColumn, row);
    const base = row - (<usize>fromColumn << 1);
    const out = target + <usize>(y * width);
    if (xTaps == 4) horizontalPairs(2, base, xIndex, xWeights, out, padded);
    else if (xTaps == 6) horizontalPairs(3, base, xIndex, xWeights, out, padded);
    else if (xTaps == 8) horizontalPairs(4, base, xIndex, xWeights, out, padded);
    else horizontalWide(base, xIndex, xWeights, xTaps, out, padded);
  }
}

/**
 * As `resample`, for a horizontal step of exactly 1: every column has the six weights of the first in `xWeights`, and
 * output column i begins at source column `fromColumn + i`, which may reach 6 beyond either edge.
 */
export function resampleShift(
  source: usize, sourceWidth: i32, sourceHeight: i32, target: usize, width: i32, height: i32,
  fromColumn: i32, xWeights: usize, yIndex: usize, yWeights: usize, yTaps: i32, row: usize,
): void {
  const padded = (width + 15) & ~15;
  const left = max(fromColumn, 0);
  const right = min(fromColumn + width + 5, sourceWidth);
  const w01 = v128.load32_splat(xWeights, 16);
  const w23 = v128.load32_splat(xWeights, 32);
  const w45 = v128.load32_splat(xWeights, 48);
  const base = row - (<usize>fromColumn << 1);
  for (let y = 0; y < height; y++) {
    const firstRow = load<i32>(yIndex + (<usize>y << 2));
    const weights = yWeights + <usize>(y * yTaps) * 2;
    const rowLeft = base + (<usize>left << 1);
    vertical(source, sourceWidth, sourceHeight, firstRow, weights, yTaps, left, right, rowLeft);
    for (let x = fromColumn; x < left; x++) store<i16>(base + (<usize>x << 1), load<i16>(rowLeft));
    const rowLast = base + (<usize>(right - 1) << 1);
    for (let x = right; x < fromColumn + width + 5; x++) store<i16>(base + (<usize>x << 1), load<i16>(rowLast));
    shift6(row, w01, w23, w45, target + <usize>(y * width), padded);
  }
}

/** Vertical pass: columns `from` … `to` of `taps` rows become one Q6 row at `row`. */
function vertical(
  source: usize, stride: i32, rows: i32, first: i32, weights: usize, taps: i32, from: i32, to: i32, row: usize,
): void {
  const top = source + <usize>from;
  const columns = to - from;
  if (taps == 4) verticalPairs(2, top, stride, rows, first, weights, columns, row);
  else if (taps == 6) verticalPairs(3, top, stride, rows, first, weights, columns, row);
  else if (taps == 8) verticalPairs(4, top, stride, rows, first, weights, columns, row);
  else verticalWide(top, stride, rows, first, weights, taps, columns, row);
}

// @ts-ignore: decorator
@inline
function rowAt(top: usize, stride: i32, rows: i32, at: i32): usize {
  return top + <usize>(min(at, rows - 1) * stride);
}

/** Bytes 0 … 7 of two rows, side by side. */
// @ts-ignore: decorator
@inline
function low(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

/** Bytes 8 … 15 of two rows, side by side. */
// @ts-ignore: decorator
@inline
function high(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** For four of eight columns of which `rows` holds two rows side by side: both rows times their weights. */
// @ts-ignore: decorator
@inline
function dotLow(rows: v128, weights: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(rows), weights);
}

// @ts-ignore: decorator
@inline
function dotHigh(rows: v128, weights: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(rows), weights);
}

// @ts-ignore: decorator
@inline
function addLow(total: v128, rows: v128, weights: v128): v128 {
  return i32x4.add(total, dotLow(rows, weights));
}

// @ts-ignore: decorator
@inline
function addHigh(total: v128, rows: v128, weights: v128): v128 {
  return i32x4.add(total, dotHigh(rows, weights));
}

// @ts-ignore: decorator
@inline
function storeRow(row: usize, a: v128, b: v128): void {
  v128.store(row, i16x8.narrow_i32x4_s(i32x4.shr_s(a, 8), i32x4.shr_s(b, 8)));
}

/** Two, three or four pairs of rows; `pairs` is a constant at every call, so that the unused branches vanish. */
// @ts-ignore: decorator
@inline
function verticalPairs(
  pairs: i32, top: usize, stride: i32, rows: i32, first: i32, weights: usize, columns: i32, row: usize,
): void {
  const r0 = rowAt(top, stride, rows, first);
  const r1 = rowAt(top, stride, rows, first + 1);
  const r2 = rowAt(top, stride, rows, first + 2);
  const r3 = rowAt(top, stride, rows, first + 3);
  const r4 = pairs > 2 ? rowAt(top, stride, rows, first + 4) : 0;
  const r5 = pairs > 2 ? rowAt(top, stride, rows, first + 5) : 0;
  const r6 = pairs > 3 ? rowAt(top, stride, rows, first + 6) : 0;
  const r7 = pairs > 3 ? rowAt(top, stride, rows, first + 7) : 0;
  const w0 = v128.load32_splat(weights);
  const w1 = v128.load32_splat(weights, 4);
  const w2 = pairs > 2 ? v128.load32_splat(weights, 8) : w0;
  const w3 = pairs > 3 ? v128.load32_splat(weights, 12) : w0;
  for (let x: usize = 0; x < <usize>columns; x += 16) {
    let lo = low(v128.load(r0 + x), v128.load(r1 + x));
    let hi = high(v128.load(r0 + x), v128.load(r1 + x));
    let a = dotLow(lo, w0);
    let b = dotHigh(lo, w0);
    let c = dotLow(hi, w0);
    let d = dotHigh(hi, w0);
    lo = low(v128.load(r2 + x), v128.load(r3 + x));
    hi = high(v128.load(r2 + x), v128.load(r3 + x));
    a = addLow(a, lo, w1);
    b = addHigh(b, lo, w1);
    c = addLow(c, hi, w1);
    d = addHigh(d, hi, w1);
    if (pairs > 2) {
      lo = low(v128.load(r4 + x), v128.load(r5 + x));
      hi = high(v128.load(r4 + x), v128.load(r5 + x));
      a = addLow(a, lo, w2);
      b = addHigh(b, lo, w2);
      c = addLow(c, hi, w2);
      d = addHigh(d, hi, w2);
    }
    if (pairs > 3) {
      lo = low(v128.load(r6 + x), v128.load(r7 + x));
      hi = high(v128.load(r6 + x), v128.load(r7 + x));
      a = addLow(a, lo, w3);
      b = addHigh(b, lo, w3);
      c = addLow(c, hi, w3);
      d = addHigh(d, hi, w3);
    }
    storeRow(row + (x << 1), a, b);
    storeRow(row + (x << 1) + 16, c, d);
  }
}

/** Any even number of rows: for scales beyond 2. */
function verticalWide(
  top: usize, stride: i32, rows: i32, first: i32, weights: usize, taps: i32, columns: i32, row: usize,
): void {
  const zero = i32x4.splat(0);
  for (let x: usize = 0; x < <usize>columns; x += 16) {
    let a = zero;
    let b = zero;
    let c = zero;
    let d = zero;
    for (let k = 0; k < taps; k += 2) {
      const one = v128.load(rowAt(top, stride, rows, first + k) + x);
      const two = v128.load(rowAt(top, stride, rows, first + k + 1) + x);
      const w = v128.load32_splat(weights + (<usize>k << 1));
      const lo = low(one, two);
      const hi = high(one, two);
      a = addLow(a, lo, w);
      b = addHigh(b, lo, w);
      c = addLow(c, hi, w);
      d = addHigh(d, hi, w);
    }
    storeRow(row + (x << 1), a, b);
    storeRow(row + (x << 1) + 16, c, d);
  }
}

/** Sums neighbours: (a0+a1, a2+a3, b0+b1, b2+b3). */
// @ts-ignore: decorator
@inline
function addPairs(a: v128, b: v128): v128 {
  return i32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7));
}

// @ts-ignore: decorator
@inline
function storeOut(out: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(
    out,
    i8x16.narrow_i16x8_u(
      i16x8.narrow_i32x4_s(i32x4.shr_s(a, 20), i32x4.shr_s(b, 20)),
      i16x8.narrow_i32x4_s(i32x4.shr_s(c, 20), i32x4.shr_s(d, 20)),
    ),
  );
}

/**
 * Four output columns: for each pair of taps one load, from which a table picks the four columns' two samples side
 * by side.
 */
// @ts-ignore: decorator
@inline
function columns4(pairs: i32, base: usize, index: usize, weights: usize): v128 {
  const at = base + load<u32>(index);
  const pick = v128.load(weights);
  let sum = i32x4.add(
    i32x4.splat(ROUND_OUT),
    i32x4.dot_i16x8_s(i8x16.swizzle(v128.load(at), pick), v128.load(weights, 16)),
  );
  sum = i32x4.add(sum, i32x4.dot_i16x8_s(i8x16.swizzle(v128.load(at, 4), pick), v128.load(weights, 32)));
  if (pairs > 2)
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(i8x16.swizzle(v128.load(at, 8), pick), v128.load(weights, 48)));
  if (pairs > 3)
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(i8x16.swizzle(v128.load(at, 12), pick), v128.load(weights, 64)));
  return sum;
}

/** Two, three or four pairs of taps; `pairs` is a constant at every call. */
// @ts-ignore: decorator
@inline
function horizontalPairs(
  pairs: i32, base: usize, index: usize, weights: usize, out: usize, width: i32,
): void {
  const end = out + <usize>width;
  const group: usize = 16 + (<usize>pairs << 4);
  while (out < end) {
    storeOut(
      out,
      columns4(pairs, base, index, weights),
      columns4(pairs, base, index + 16, weights + group),
      columns4(pairs, base, index + 32, weights + 2 * group),
      columns4(pairs, base, index + 48, weights + 3 * group),
    );
    out += 16;
    index += 64;
    weights += 4 * group;
  }
}

/** One output column of any multiple of eight taps, as four sums still to be added. */
// @ts-ignore: decorator
@inline
function columnWide(at: usize, weights: usize, bytes: usize): v128 {
  let sum = i32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) {
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(v128.load(at + k), v128.load(weights + k)));
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function columnsWide(base: usize, index: usize, weights: usize, bytes: usize): v128 {
  const a = columnWide(base + load<u32>(index), weights, bytes);
  const b = columnWide(base + load<u32>(index, 4), weights + bytes, bytes);
  const c = columnWide(base + load<u32>(index, 8), weights + 2 * bytes, bytes);
  const d = columnWide(base + load<u32>(index, 12), weights + 3 * bytes, bytes);
  return i32x4.add(addPairs(addPairs(a, b), addPairs(c, d)), i32x4.splat(ROUND_OUT));
}

function horizontalWide(base: usize, index: usize, weights: usize, taps: i32, out: usize, width: i32): void {
  const end = out + <usize>width;
  const bytes = <usize>taps << 1;
  while (out < end) {
    storeOut(
      out,
      columnsWide(base, index, weights, bytes),
      columnsWide(base, index + 16, weights + 4 * bytes, bytes),
      columnsWide(base, index + 32, weights + 8 * bytes, bytes),
      columnsWide(base, index + 48, weights + 12 * bytes, bytes),
    );
    out += 16;
    index += 64;
    weights += 16 * bytes;
  }
}

// @ts-ignore: decorator
@inline
function sixTaps(row: usize, w01: v128, w23: v128, w45: v128): v128 {
  return i32x4.add(
    i32x4.add(i32x4.dot_i16x8_s(v128.load(row), w01), i32x4.dot_i16x8_s(v128.load(row, 4), w23)),
    i32x4.dot_i16x8_s(v128.load(row, 8), w45),
  );
}

/** Eight output columns with the same six weights: even columns in one dot product, odd ones in the next. */
// @ts-ignore: decorator
@inline
function shift8(row: usize, w01: v128, w23: v128, w45: v128): v128 {
  const even = sixTaps(row, w01, w23, w45);
  const odd = sixTaps(row + 2, w01, w23, w45);
  const round = i32x4.splat(ROUND_OUT);
  // The rounded even results are bits 20 … 31 of their lane; shifted to 16-bit lanes beside the odd ones.
  const low = v128.and(i32x4.shr_s(i32x4.add(even, round), 20), i32x4.splat(0xffff));
  const high = i32x4.shl(i32x4.shr_s(i32x4.add(odd, round), 20), 16);
  return v128.or(low, high);
}

function shift6(row: usize, w01: v128, w23: v128, w45: v128, out: usize, width: i32): void {
  const end = out + <usize>width;
  while (out < end) {
    v128.store(out, i8x16.narrow_i16x8_u(shift8(row, w01, w23, w45), shift8(row + 16, w01, w23, w45)));
    out += 16;
    row += 32;
  }
}

/**
 * Interleaved 8-bit R'G'B' (BT.709, full range) → I420, BT.709, limited range, for `height` (even) rows of a
 * picture: ITU-R BT.709-6 items 3.3 to 3.5, rounded to nearest. Chroma stands where H.264 expects it by default
 * ("left"): on the even columns, halfway between two rows, so it is the mean over both rows of (1 2 1)/4 across.
 */
export function rgbToI420(rgb: usize, width: i32, height: i32, y: usize, u: usize, v: usize): void {
  const bytes = <usize>width * 3;
  for (let row = 0; row < height; row += 2) {
    let top = rgb + <usize>row * bytes;
    let bottom = top + bytes;
    // Sums over both rows of the odd column left of the pair; at the left edge the first column is repeated.
    let leftR = <i32>load<u8>(top) + <i32>load<u8>(bottom);
    let leftG = <i32>load<u8>(top, 1) + <i32>load<u8>(bottom, 1);
    let leftB = <i32>load<u8>(top, 2) + <i32>load<u8>(bottom, 2);
    for (let column = 0; column < width; column += 2) {
      const r0 = <i32>load<u8>(top), g0 = <i32>load<u8>(top, 1), b0 = <i32>load<u8>(top, 2);
      const r1 = <i32>load<u8>(top, 3), g1 = <i32>load<u8>(top, 4), b1 = <i32>load<u8>(top, 5);
      const r2 = <i32>load<u8>(bottom), g2 = <i32>load<u8>(bottom, 1), b2 = <i32>load<u8>(bottom, 2);
      const r3 = <i32>load<u8>(bottom, 3), g3 = <i32>load<u8>(bottom, 4), b3 = <i32>load<u8>(bottom, 5);
      store<u8>(y, luma(r0, g0, b0));
      store<u8>(y, luma(r1, g1, b1), 1);
      store<u8>(y + <usize>width, luma(r2, g2, b2));
      store<u8>(y + <usize>width, luma(r3, g3, b3), 1);
      const r = leftR + 2 * (r0 + r2) + r1 + r3;
      const g = leftG + 2 * (g0 + g2) + g1 + g3;
      const b = leftB + 2 * (b0 + b2) + b1 + b3;
      store<u8>(u, chromaBlue(r, g, b));
      store<u8>(v, chromaRed(r, g, b));
      leftR = r1 + r3;
      leftG = g1 + g3;
      leftB = b1 + b3;
      top += 6;
      bottom += 6;
      y += 2;
      u++;
      v++;
    }
    y += <usize>width;
  }
}

// 219/255·(0.2126, 0.7152, 0.0722) in Q20; white gives exactly 235.
// @ts-ignore: decorator
@inline
function luma(r: i32, g: i32, b: i32): i32 {
  return (191455 * r + 644067 * g + 65019 * b + ((16 << 20) + (1 << 19))) >> 20;
}

// 224/255·(B' − Y')/1.8556 in Q20, of samples that weigh 8 together; grey gives exactly 128.
// @ts-ignore: decorator
@inline
function chromaBlue(r: i32, g: i32, b: i32): i32 {
  return (-105533 * r - 355018 * g + 460551 * b + ((128 << 23) + (1 << 22))) >> 23;
}

// 224/255·(R' − Y')/1.5748 in Q20.
// @ts-ignore: decorator
@inline
function chromaRed(r: i32, g: i32, b: i32): i32 {
  return (460551 * r - 418321 * g - 42230 * b + ((128 << 23) + (1 << 22))) >> 23;
}
