/** Passes of the resampling kernel: a plane of coefficients becomes a plane of a frame. */

/** Half a code value to round, and half of the Q5 step that cutting off took from the row on average. */
export const ROUND_OUT: i32 = (1 << 18) + (1 << 13);

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

/** Vertical pass: columns `from` … `to` of `taps` rows become one Q5 row at `row`. */
export function vertical(
  source: usize, stride: i32, rows: i32, first: i32, weights: usize, taps: i32, from: i32, to: i32, row: usize,
): void {
  const top = source + (<usize>from << 1);
  const columns = to - from;
  if (taps == 4) verticalPairs(2, top, stride, rows, first, weights, columns, row);
  else if (taps == 6) verticalPairs(3, top, stride, rows, first, weights, columns, row);
  else if (taps == 8) verticalPairs(4, top, stride, rows, first, weights, columns, row);
  else verticalWide(top, stride, rows, first, weights, taps, columns, row);
}

// @ts-ignore: decorator
@inline
function rowAt(top: usize, stride: i32, rows: i32, at: i32): usize {
  return top + (<usize>(min(at, rows - 1) * stride) << 1);
}

/** Columns 0 … 3 of two rows, side by side, times their weights. */
// @ts-ignore: decorator
@inline
function dotLow(a: v128, b: v128, weights: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11), weights);
}

/** Columns 4 … 7 of two rows, side by side, times their weights. */
// @ts-ignore: decorator
@inline
function dotHigh(a: v128, b: v128, weights: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15), weights);
}

// @ts-ignore: decorator
@inline
function storeRow(row: usize, a: v128, b: v128): void {
  v128.store(row, i16x8.narrow_i32x4_s(i32x4.shr_s(a, 13), i32x4.shr_s(b, 13)));
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
  const bytes = <usize>columns << 1;
  for (let x: usize = 0; x < bytes; x += 16) {
    let one = v128.load(r0 + x);
    let two = v128.load(r1 + x);
    let a = dotLow(one, two, w0);
    let b = dotHigh(one, two, w0);
    one = v128.load(r2 + x);
    two = v128.load(r3 + x);
    a = i32x4.add(a, dotLow(one, two, w1));
    b = i32x4.add(b, dotHigh(one, two, w1));
    if (pairs > 2) {
      one = v128.load(r4 + x);
      two = v128.load(r5 + x);
      a = i32x4.add(a, dotLow(one, two, w2));
      b = i32x4.add(b, dotHigh(one, two, w2));
    }
    if (pairs > 3) {
      one = v128.load(r6 + x);
      two = v128.load(r7 + x);
      a = i32x4.add(a, dotLow(one, two, w3));
      b = i32x4.add(b, dotHigh(one, two, w3));
    }
    storeRow(row + x, a, b);
  }
}

/** Any even number of rows: for scales beyond 2. */
function verticalWide(
  top: usize, stride: i32, rows: i32, first: i32, weights: usize, taps: i32, columns: i32, row: usize,
): void {
  const bytes = <usize>columns << 1;
  for (let x: usize = 0; x < bytes; x += 16) {
    let a = i32x4.splat(0);
    let b = i32x4.splat(0);
    for (let k = 0; k < taps; k += 2) {
      const one = v128.load(rowAt(top, stride, rows, first + k) + x);
      const two = v128.load(rowAt(top, stride, rows, first + k + 1) + x);
      const w = v128.load32_splat(weights + (<usize>k << 1));
      a = i32x4.add(a, dotLow(one, two, w));
      b = i32x4.add(b, dotHigh(one, two, w));
    }
    storeRow(row + x, a, b);
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
      i16x8.narrow_i32x4_s(i32x4.shr_s(a, 19), i32x4.shr_s(b, 19)),
      i16x8.narrow_i32x4_s(i32x4.shr_s(c, 19), i32x4.shr_s(d, 19)),
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
