/**
 * From samples to the coefficients of the cubic B-spline through them: the inverse of (1 4 1)/6 along rows, then along
 * columns, as a recursion down and one back (Unser, IEEE SP Magazine 16(6), 1999, box 2). Beyond its edges
 * the picture is taken to be mirrored at them. float32 inside, rounded to int16 after each direction.
 */

/** √3 − 2: what of a value is left one sample on. */
const POLE: f32 = -0.2679492;

/** After this many samples less than 2⁻²² is left. */
const MEMORY = 12;

/** Rows before their columns have been filtered are Q6, coefficients Q4. */
const ROWS: f32 = 64;
const COEFFICIENTS: f32 = 16;

/** What stands `k` + 1 before the start of a line: the picture is mirrored at both edges, as often as it takes. */
// @ts-ignore: decorator
@inline
function mirrored(line: usize, length: i32, k: i32): v128 {
  const at = k % (2 * length);
  return v128.load(line + (<usize>min(at, 2 * length - 1 - at) << 4));
}

/**
 * Recursion over a line of `length` vectors, in place: down, then back. A vector holds one sample of each of four
 * lines, times 6.
 */
function recurse(line: usize, length: i32): void {
  const pole = f32x4.splat(POLE);
  let value = f32x4.splat(0);
  for (let k = MEMORY - 1; k >= 0; k--) value = f32x4.add(mirrored(line, length, k), f32x4.mul(value, pole));
  const end = line + (<usize>length << 4);
  for (let at = line; at < end; at += 16) {
    value = f32x4.add(v128.load(at), f32x4.mul(value, pole));
    v128.store(at, value);
  }
  value = f32x4.mul(value, f32x4.splat(POLE / (POLE - 1)));
  v128.store(end - 16, value);
  for (let at = end - 32; at >= line; at -= 16) {
    value = f32x4.mul(f32x4.sub(value, v128.load(at)), pole);
    v128.store(at, value);
  }
}

// @ts-ignore: decorator
@inline
function rounded(values: usize): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(v128.load(values)));
}

/** Stores the first `count` of four lanes as int16, `step` bytes apart. */
// @ts-ignore: decorator
@inline
function storeLanes(at: usize, value: v128, count: i32, step: usize): void {
  store<i16>(at, <i16>i32x4.extract_lane(value, 0));
  if (count > 1) store<i16>(at + step, <i16>i32x4.extract_lane(value, 1));
  if (count > 2) store<i16>(at + 2 * step, <i16>i32x4.extract_lane(value, 2));
  if (count > 3) store<i16>(at + 3 * step, <i16>i32x4.extract_lane(value, 3));
}

/**
 * `rows` rows of `width` 8-bit samples become Q6 rows at `target`, filtered along themselves. `scratch` holds 16 bytes
 * a column. Reads up to 3 rows past the last.
 */
export function splineRows(source: usize, width: i32, rows: i32, target: usize, scratch: usize): void {
  const scale = f32x4.splat(6 * ROWS);
  const stride = <usize>width;
  for (let y = 0; y < rows; y += 4) {
    let line = scratch;
    const from = source + <usize>y * stride;
    for (let at = from; at < from + stride; at++, line += 16) {
      const four = i32x4(load<u8>(at), load<u8>(at + stride), load<u8>(at + 2 * stride), load<u8>(at + 3 * stride));
      v128.store(line, f32x4.mul(f32x4.convert_i32x4_s(four), scale));
    }
    recurse(scratch, width);
    const to = target + ((<usize>y * stride) << 1);
    for (let x: usize = 0; x < stride; x++)
      storeLanes(to + (x << 1), rounded(scratch + (x << 4)), rows - y, stride << 1);
  }
}

/** Rows of `splineRows` become Q4 coefficients, in place. `scratch` holds 16 bytes a row. */
export function splineColumns(plane: usize, width: i32, height: i32, scratch: usize): void {
  const scale = f32x4.splat(6 * COEFFICIENTS / ROWS);
  const stride = <usize>width << 1;
  for (let x = 0; x < width; x += 4) {
    const top = plane + (<usize>x << 1);
    for (let y = 0; y < height; y++) {
      const four = i32x4.extend_low_i16x8_s(v128.load64_zero(top + <usize>y * stride));
      v128.store(scratch + (<usize>y << 4), f32x4.mul(f32x4.convert_i32x4_s(four), scale));
    }
    recurse(scratch, height);
    for (let y = 0; y < height; y++)
      storeLanes(top + <usize>y * stride, rounded(scratch + (<usize>y << 4)), width - x, 2);
  }
}
