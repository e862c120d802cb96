import { ROUND_OUT, vertical } from './resample.as';

/**
 * As `resample`, for a horizontal step of exactly 1, which is that of pans: every column has the four weights of the
 * first in `xWeights`, so nothing has to be gathered. Output column i begins at source column `fromColumn + i`, which
 * may reach 4 beyond either edge.
 */
export function resampleShift(
  source: usize, sourceWidth: i32, sourceHeight: i32, target: usize, width: i32, height: i32,
  fromColumn: i32, xWeights: usize, yIndex: usize, yWeights: usize, yTaps: i32, row: usize,
): void {
  const padded = (width + 15) & ~15;
  const left = max(fromColumn, 0);
  const right = min(fromColumn + width + 3, sourceWidth);
  const w01 = v128.load32_splat(xWeights, 16);
  const w23 = v128.load32_splat(xWeights, 32);
  const base = row - (<usize>fromColumn << 1);
  const rowLeft = base + (<usize>left << 1);
  const rowLast = base + (<usize>(right - 1) << 1);
  for (let y = 0; y < height; y++) {
    const firstRow = load<i32>(yIndex + (<usize>y << 2));
    const weights = yWeights + <usize>(y * yTaps) * 2;
    vertical(source, sourceWidth, sourceHeight, firstRow, weights, yTaps, left, right, rowLeft);
    for (let x = fromColumn; x < left; x++) store<i16>(base + (<usize>x << 1), load<i16>(rowLeft));
    for (let x = right; x < fromColumn + width + 3; x++) store<i16>(base + (<usize>x << 1), load<i16>(rowLast));
    shiftRow(row, w01, w23, target + <usize>(y * width), padded);
  }
}

// @ts-ignore: decorator
@inline
function fourTaps(row: usize, w01: v128, w23: v128): v128 {
  const sum = i32x4.add(i32x4.dot_i16x8_s(v128.load(row), w01), i32x4.dot_i16x8_s(v128.load(row, 4), w23));
  return i32x4.add(sum, i32x4.splat(ROUND_OUT));
}

/** Eight columns: the even ones in one dot product, the odd ones in the next. */
// @ts-ignore: decorator
@inline
function eightColumns(row: usize, w01: v128, w23: v128): v128 {
  // The rounded results are bits 19 … of their lanes: the odd ones go to the upper halves.
  const even = v128.and(i32x4.shr_s(fourTaps(row, w01, w23), 19), i32x4.splat(0xffff));
  const odd = i32x4.shl(i32x4.shr_s(fourTaps(row + 2, w01, w23), 19), 16);
  return v128.or(even, odd);
}

function shiftRow(row: usize, w01: v128, w23: v128, out: usize, width: i32): void {
  const end = out + <usize>width;
  while (out < end) {
    v128.store(out, i8x16.narrow_i16x8_u(eightColumns(row, w01, w23), eightColumns(row + 16, w01, w23)));
    out += 16;
    row += 32;
  }
}
