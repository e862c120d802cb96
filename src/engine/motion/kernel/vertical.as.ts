/** The vertical pass: rows of coefficients become one row, which lies half-way to a row of the frame. */
import { times } from './arithmetic.as';

/**
 * `columns` columns from `top` on, of rows `first` … `first + taps` of a plane of `rows` rows `stride` bytes apart, times
 * their Q15 weights, become one row at `row`, in the format of the coefficients. `taps` is 4, 5, 6, 8 or a larger even
 * number. Rows beyond the edges repeat the edge's. Reads and writes up to 62 bytes past the row.
 */
export function vertical(
  top: usize, stride: i32, rows: i32, first: i32, weights: usize, taps: i32, columns: i32, row: usize,
): void {
  const bytes = <usize>columns << 1;
  if (taps == 4) narrow(4, top, stride, rows, first, weights, bytes, row);
  else if (taps == 5) narrow(5, top, stride, rows, first, weights, bytes, row);
  else if (taps == 6) narrow(6, top, stride, rows, first, weights, bytes, row);
  else if (taps == 8) narrow(8, top, stride, rows, first, weights, bytes, row);
  else wide(top, stride, rows, first, weights, taps, bytes, row);
}

// @ts-ignore: decorator
@inline
function rowAt(top: usize, stride: i32, rows: i32, at: i32): usize {
  return top + <usize>(max(0, min(at, rows - 1)) * stride);
}

/** Up to eight rows; `taps` is a constant at every call, so that the unused branches vanish. */
// @ts-ignore: decorator
@inline
function narrow(
  taps: i32, top: usize, stride: i32, rows: i32, first: i32, weights: usize, bytes: usize, row: usize,
): void {
  const r0 = rowAt(top, stride, rows, first);
  const r1 = rowAt(top, stride, rows, first + 1);
  const r2 = rowAt(top, stride, rows, first + 2);
  const r3 = rowAt(top, stride, rows, first + 3);
  const r4 = taps > 4 ? rowAt(top, stride, rows, first + 4) : 0;
  const r5 = taps > 5 ? rowAt(top, stride, rows, first + 5) : 0;
  const r6 = taps > 6 ? rowAt(top, stride, rows, first + 6) : 0;
  const r7 = taps > 6 ? rowAt(top, stride, rows, first + 7) : 0;
  const w0 = v128.load16_splat(weights);
  const w1 = v128.load16_splat(weights, 2);
  const w2 = v128.load16_splat(weights, 4);
  const w3 = v128.load16_splat(weights, 6);
  const w4 = taps > 4 ? v128.load16_splat(weights, 8) : w0;
  const w5 = taps > 5 ? v128.load16_splat(weights, 10) : w0;
  const w6 = taps > 6 ? v128.load16_splat(weights, 12) : w0;
  const w7 = taps > 6 ? v128.load16_splat(weights, 14) : w0;
  for (let x: usize = 0; x < bytes; x += 64) {
    // Four vectors for one computation of addresses.
    let at = r0 + x;
    let a = times(v128.load(at), w0);
    let b = times(v128.load(at, 16), w0);
    let c = times(v128.load(at, 32), w0);
    let d = times(v128.load(at, 48), w0);
    at = r1 + x;
    a = i16x8.add(a, times(v128.load(at), w1));
    b = i16x8.add(b, times(v128.load(at, 16), w1));
    c = i16x8.add(c, times(v128.load(at, 32), w1));
    d = i16x8.add(d, times(v128.load(at, 48), w1));
    at = r2 + x;
    a = i16x8.add(a, times(v128.load(at), w2));
    b = i16x8.add(b, times(v128.load(at, 16), w2));
    c = i16x8.add(c, times(v128.load(at, 32), w2));
    d = i16x8.add(d, times(v128.load(at, 48), w2));
    at = r3 + x;
    a = i16x8.add(a, times(v128.load(at), w3));
    b = i16x8.add(b, times(v128.load(at, 16), w3));
    c = i16x8.add(c, times(v128.load(at, 32), w3));
    d = i16x8.add(d, times(v128.load(at, 48), w3));
    if (taps > 4) {
      at = r4 + x;
      a = i16x8.add(a, times(v128.load(at), w4));
      b = i16x8.add(b, times(v128.load(at, 16), w4));
      c = i16x8.add(c, times(v128.load(at, 32), w4));
      d = i16x8.add(d, times(v128.load(at, 48), w4));
    }
    if (taps > 5) {
      at = r5 + x;
      a = i16x8.add(a, times(v128.load(at), w5));
      b = i16x8.add(b, times(v128.load(at, 16), w5));
      c = i16x8.add(c, times(v128.load(at, 32), w5));
      d = i16x8.add(d, times(v128.load(at, 48), w5));
    }
    if (taps > 6) {
      at = r6 + x;
      a = i16x8.add(a, times(v128.load(at), w6));
      b = i16x8.add(b, times(v128.load(at, 16), w6));
      c = i16x8.add(c, times(v128.load(at, 32), w6));
      d = i16x8.add(d, times(v128.load(at, 48), w6));
      at = r7 + x;
      a = i16x8.add(a, times(v128.load(at), w7));
      b = i16x8.add(b, times(v128.load(at, 16), w7));
      c = i16x8.add(c, times(v128.load(at, 32), w7));
      d = i16x8.add(d, times(v128.load(at, 48), w7));
    }
    const to = row + x;
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
}

/** Any even number of rows, for scales beyond 2: in 32 bits, so that rounding does not add up. */
function wide(
  top: usize, stride: i32, rows: i32, first: i32, weights: usize, taps: i32, bytes: usize, row: usize,
): void {
  for (let x: usize = 0; x < bytes; x += 16) {
    let a = i32x4.splat(1 << 14);
    let b = i32x4.splat(1 << 14);
    for (let k = 0; k < taps; k += 2) {
      const one = v128.load(rowAt(top, stride, rows, first + k) + x);
      const two = v128.load(rowAt(top, stride, rows, first + k + 1) + x);
      const w = v128.load32_splat(weights + (<usize>k << 1));
      a = i32x4.add(a, i32x4.dot_i16x8_s(i16x8.shuffle(one, two, 0, 8, 1, 9, 2, 10, 3, 11), w));
      b = i32x4.add(b, i32x4.dot_i16x8_s(i16x8.shuffle(one, two, 4, 12, 5, 13, 6, 14, 7, 15), w));
    }
    v128.store(row + x, i16x8.narrow_i32x4_s(i32x4.shr_s(a, 15), i32x4.shr_s(b, 15)));
  }
}
