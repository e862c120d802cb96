/** Passes of the resampling kernel: a plane of coefficients becomes a plane of a frame. */
import { bytesAt } from './arithmetic.as';
import { vertical } from './vertical.as';

/**
 * Resamples rows `from` (even) … `to` of one plane by the tables of `columnTaps` (for `width` rounded up to 16) and `rowTaps`. `xTaps` is 4, 6, 8
 * or a larger multiple of 8, `yTaps` as for `vertical`. `row` has room for twice the plane's width + 64 int16.
 */
export function resample(
  source: usize, stride: i32, sourceWidth: i32, sourceHeight: i32, target: usize, width: i32, from: i32, to: i32,
  xIndex: usize, xWeights: usize, xTaps: i32, yIndex: usize, yWeights: usize, yTaps: i32, row: usize,
): void {
  const padded = (width + 15) & ~15;
  const fromColumn = load<i32>(xIndex) >> 1;
  const toColumn = min((load<i32>(xIndex + (<usize>(padded - 1) << 2)) >> 1) + xTaps, sourceWidth);
  const columns = toColumn - fromColumn;
  const top = source + (<usize>fromColumn << 1);
  const base = row - (<usize>fromColumn << 1);
  const next = <usize>((sourceWidth + 64) << 1);
  for (let y = from; y < to; y += 2) {
    // An odd height's last row is done twice.
    const below = min(y + 1, to - 1);
    verticalAt(y, top, stride, sourceHeight, yIndex, yWeights, yTaps, columns, row);
    verticalAt(below, top, stride, sourceHeight, yIndex, yWeights, yTaps, columns, row + next);
    const a = target + <usize>(y * width);
    const b = target + <usize>(below * width);
    if (xTaps == 4) horizontalPairs(2, base, next, xIndex, xWeights, a, b, padded);
    else if (xTaps == 6) horizontalPairs(3, base, next, xIndex, xWeights, a, b, padded);
    else if (xTaps == 8) horizontalPairs(4, base, next, xIndex, xWeights, a, b, padded);
    else {
      horizontalWide(base, xIndex, xWeights, xTaps, a, padded);
      horizontalWide(base + next, xIndex, xWeights, xTaps, b, padded);
    }
  }
}

/** The vertical pass for row `y` of the frame. */
// @ts-ignore: decorator
@inline
export function verticalAt(
  y: i32, top: usize, stride: i32, rows: i32, index: usize, weights: usize, taps: i32, columns: i32, row: usize,
): void {
  const first = load<i32>(index + (<usize>y << 2));
  vertical(top, stride, rows, first, weights + <usize>(y * taps) * 2, taps, columns, row);
}

/** Sums neighbours: (a0+a1, a2+a3, b0+b1, b2+b3). */
// @ts-ignore: decorator
@inline
function addPairs(a: v128, b: v128): v128 {
  return i32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7));
}

/** Eight Q18 sums, cut to int16. */
// @ts-ignore: decorator
@inline
function narrowed(a: v128, b: v128): v128 {
  return i16x8.narrow_i32x4_s(i32x4.shr_s(a, 18), i32x4.shr_s(b, 18));
}

/** Four output columns of a row: from one load for each pair of taps, `places` picks their two samples side by side. */
// @ts-ignore: decorator
@inline
function fourColumns(pairs: i32, at: usize, places: v128, w0: v128, w1: v128, w2: v128, w3: v128): v128 {
  let sum = i32x4.add(
    i32x4.dot_i16x8_s(bytesAt(v128.load(at), places), w0),
    i32x4.dot_i16x8_s(bytesAt(v128.load(at, 4), places), w1),
  );
  if (pairs > 2) sum = i32x4.add(sum, i32x4.dot_i16x8_s(bytesAt(v128.load(at, 8), places), w2));
  if (pairs > 3) sum = i32x4.add(sum, i32x4.dot_i16x8_s(bytesAt(v128.load(at, 12), places), w3));
  return sum;
}

/**
 * Two rows at once, for one look into the tables: two, three or four pairs of taps; `pairs` is a constant at every call.
 * From right to left, so that what is written past the end of the upper row goes under the beginning of the lower.
 */
// @ts-ignore: decorator
@inline
function horizontalPairs(
  pairs: i32, base: usize, next: usize, index: usize, weights: usize, upperOut: usize, lowerOut: usize, width: i32,
): void {
  const group: usize = 16 + (<usize>pairs << 4);
  let out = <usize>width;
  index += out << 2;
  weights += (out >> 2) * group;
  while (out > 0) {
    out -= 16;
    let upper = i16x8.splat(0);
    let lower = upper;
    for (let half = 1; half >= 0; half--) {
      index -= 32;
      weights -= 2 * group;
      let at = base + load<u32>(index);
      let places = v128.load(weights);
      let w0 = v128.load(weights, 16);
      let w1 = v128.load(weights, 32);
      let w2 = pairs > 2 ? v128.load(weights, 48) : w0;
      let w3 = pairs > 3 ? v128.load(weights, 64) : w0;
      const upperLeft = fourColumns(pairs, at, places, w0, w1, w2, w3);
      const lowerLeft = fourColumns(pairs, at + next, places, w0, w1, w2, w3);
      const right = weights + group;
      at = base + load<u32>(index, 16);
      places = v128.load(right);
      w0 = v128.load(right, 16);
      w1 = v128.load(right, 32);
      w2 = pairs > 2 ? v128.load(right, 48) : w0;
      w3 = pairs > 3 ? v128.load(right, 64) : w0;
      // The right half waits in the register where the left one joins it.
      upper = joined(narrowed(upperLeft, fourColumns(pairs, at, places, w0, w1, w2, w3)), upper);
      lower = joined(narrowed(lowerLeft, fourColumns(pairs, at + next, places, w0, w1, w2, w3)), lower);
    }
    v128.store(upperOut + out, upper);
    v128.store(lowerOut + out, lower);
  }
}

/** Eight int16 before the eight bytes that `last` begins with, as bytes. */
// @ts-ignore: decorator
@inline
function joined(eight: v128, last: v128): v128 {
  return i64x2.shuffle(i8x16.narrow_i16x8_u(eight, eight), last, 0, 2);
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
  return addPairs(addPairs(a, b), addPairs(c, d));
}

function horizontalWide(base: usize, index: usize, weights: usize, taps: i32, out: usize, width: i32): void {
  const end = out + <usize>width;
  const bytes = <usize>taps << 1;
  while (out < end) {
    const a = columnsWide(base, index, weights, bytes);
    const b = columnsWide(base, index + 16, weights + 4 * bytes, bytes);
    const c = columnsWide(base, index + 32, weights + 8 * bytes, bytes);
    const d = columnsWide(base, index + 48, weights + 12 * bytes, bytes);
    v128.store(out, i8x16.narrow_i16x8_u(narrowed(a, b), narrowed(c, d)));
    out += 16;
    index += 64;
    weights += 16 * bytes;
  }
}
