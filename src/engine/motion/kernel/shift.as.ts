import { times } from './arithmetic.as';
import { verticalAt } from './resample.as';

/**
 * As `resample`, for a horizontal step of exactly 1, which is that of pans: every column has the four weights of the
 * first in `xWeights`, so nothing has to be gathered. Output column i begins at source column `fromColumn + i`, which
 * may reach 4 beyond either edge.
 */
export function resampleShift(
  source: usize, stride: i32, sourceWidth: i32, sourceHeight: i32, target: usize, width: i32, from: i32, to: i32,
  fromColumn: i32, xWeights: usize, yIndex: usize, yWeights: usize, yTaps: i32, row: usize,
): void {
  const padded = (width + 15) & ~15;
  const left = max(fromColumn, 0);
  const right = min(fromColumn + width + 3, sourceWidth);
  const base = row - (<usize>fromColumn << 1);
  const rowLeft = base + (<usize>left << 1);
  const rowLast = base + (<usize>(right - 1) << 1);
  const top = source + (<usize>left << 1);
  for (let y = from; y < to; y++) {
    verticalAt(y, top, stride, sourceHeight, yIndex, yWeights, yTaps, right - left, rowLeft);
    for (let x = fromColumn; x < left; x++) store<i16>(base + (<usize>x << 1), load<i16>(rowLeft));
    for (let x = right; x < fromColumn + width + 3; x++) store<i16>(base + (<usize>x << 1), load<i16>(rowLast));
    shiftRow(row, xWeights, target + <usize>(y * width), padded);
  }
}

function shiftRow(row: usize, weights: usize, out: usize, width: i32): void {
  const w0 = v128.load16_splat(weights);
  const w1 = v128.load16_splat(weights, 2);
  const w2 = v128.load16_splat(weights, 4);
  const w3 = v128.load16_splat(weights, 6);
  const end = out + <usize>width;
  while (out < end) {
    let a = i16x8.add(times(v128.load(row), w0), times(v128.load(row, 2), w1));
    let b = i16x8.add(times(v128.load(row, 16), w0), times(v128.load(row, 18), w1));
    a = i16x8.add(a, i16x8.add(times(v128.load(row, 4), w2), times(v128.load(row, 6), w3)));
    b = i16x8.add(b, i16x8.add(times(v128.load(row, 20), w2), times(v128.load(row, 22), w3)));
    v128.store(out, i8x16.narrow_i16x8_u(i16x8.shr_s(a, 4), i16x8.shr_s(b, 4)));
    out += 16;
    row += 32;
  }
}
