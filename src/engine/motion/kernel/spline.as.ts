/**
 * From samples to the coefficients of the cubic B-spline through them: the inverse of (1 4 1)/6 along rows, then along
 * columns, as a recursion down and one back (Unser, IEEE SP Magazine 16(6), 1999, box 2). Beyond its edges
 * the picture is taken to be mirrored at them. float32 inside, rounded to int16 after each direction.
 *
 * Eight lines go side by side through a recursion, since each step has to wait for the one before: two vectors of four.
 */
/** √3 − 2: what of a value is left one sample on. */
const POLE: f32 = -0.2679492;

/** After this many samples less than 2⁻²² is left. */
const MEMORY = 12;

/** Rows before their columns have been filtered are Q6, coefficients Q4. */
const ROWS: f32 = 64;
const COEFFICIENTS: f32 = 16;

/** Half a code value, so that cutting off rounds: weights add up to one, and what is in every coefficient stays. */
const HALF: i16 = 8;

/** Bytes of one sample of eight lines. */
const STEP: usize = 32;

/** What stands `k` + 1 before the start of a line: the picture is mirrored at both edges, as often as it takes. */
// @ts-ignore: decorator
@inline
function mirrored(line: usize, length: i32, k: i32): usize {
  const at = k % (2 * length);
  return line + <usize>min(at, 2 * length - 1 - at) * STEP;
}

/** Recursion over eight lines of `length` samples, times 6, in place: down, then back. */
function recurse(line: usize, length: i32): void {
  const pole = f32x4.splat(POLE);
  let a = f32x4.splat(0);
  let b = a;
  for (let k = MEMORY - 1; k >= 0; k--) {
    const at = mirrored(line, length, k);
    a = f32x4.add(v128.load(at), f32x4.mul(a, pole));
    b = f32x4.add(v128.load(at, 16), f32x4.mul(b, pole));
  }
  const end = line + <usize>length * STEP;
  for (let at = line; at < end; at += STEP) {
    a = f32x4.add(v128.load(at), f32x4.mul(a, pole));
    b = f32x4.add(v128.load(at, 16), f32x4.mul(b, pole));
    v128.store(at, a);
    v128.store(at, b, 16);
  }
  const last = f32x4.splat(POLE / (POLE - 1));
  a = f32x4.mul(a, last);
  b = f32x4.mul(b, last);
  v128.store(end - STEP, a);
  v128.store(end - STEP, b, 16);
  for (let at = end - 2 * STEP; at >= line; at -= STEP) {
    a = f32x4.mul(f32x4.sub(a, v128.load(at)), pole);
    b = f32x4.mul(f32x4.sub(b, v128.load(at, 16)), pole);
    v128.store(at, a);
    v128.store(at, b, 16);
  }
}

/** One sample of eight lines, as int16. */
// @ts-ignore: decorator
@inline
function rounded(at: usize): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.trunc_sat_f32x4_s(f32x4.nearest(v128.load(at))),
    i32x4.trunc_sat_f32x4_s(f32x4.nearest(v128.load(at, 16))),
  );
}

/** Eight int16 become one sample of eight lines. */
// @ts-ignore: decorator
@inline
function widened(at: usize, eight: v128, scale: v128): void {
  v128.store(at, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight)), scale));
  v128.store(at, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight)), scale), 16);
}

/**
 * `rows` rows of `width` 8-bit samples, filtered along themselves, become Q6 rows at `target`, `stride` bytes apart: 16 or a
 * multiple of it that holds the row. `scratch` holds {@link STEP} bytes a column for `width` rounded up to 16. Reads up to 8 rows and 16 bytes past the last row.
 */
export function splineRows(
  source: usize, width: i32, rows: i32, target: usize, stride: i32, scratch: usize,
): void {
  for (let row = 0; row < rows; row += 8) {
    linesFromRows(source + <usize>(row * width), width, scratch);
    recurse(scratch, width);
    const count = min(8, rows - row);
    const to = target + <usize>(row * stride);
    for (let x = 0; x < width; x += 8)
      storeBlock(to + (<usize>x << 1), stride, count, scratch + <usize>x * STEP);
  }
}

/** Eight rows of bytes, side by side. */
function linesFromRows(source: usize, width: i32, lines: usize): void {
  const scale = f32x4.splat(6 * ROWS);
  const stride = <usize>width;
  for (let x: usize = 0; x < stride; x += 16) {
    let at = source + x;
    const r0 = v128.load(at), r1 = v128.load((at += stride)), r2 = v128.load((at += stride));
    const r3 = v128.load((at += stride)), r4 = v128.load((at += stride)), r5 = v128.load((at += stride));
    const r6 = v128.load((at += stride)), r7 = v128.load((at += stride));
    const to = lines + x * STEP;
    eightColumns(to, scale, lowBytes(r0, r1), lowBytes(r2, r3), lowBytes(r4, r5), lowBytes(r6, r7));
    const half = to + 8 * STEP;
    eightColumns(half, scale, highBytes(r0, r1), highBytes(r2, r3), highBytes(r4, r5), highBytes(r6, r7));
  }
}

/** Bytes of pairs of rows, eight columns: (row 0, row 1) of each column, and so on. */
// @ts-ignore: decorator
@inline
function eightColumns(to: usize, scale: v128, r01: v128, r23: v128, r45: v128, r67: v128): void {
  twoColumnPairs(to, scale, lowPairs(r01, r23), lowPairs(r45, r67));
  twoColumnPairs(to + 4 * STEP, scale, highPairs(r01, r23), highPairs(r45, r67));
}

// @ts-ignore: decorator
@inline
function twoColumnPairs(to: usize, scale: v128, upper: v128, lower: v128): void {
  const one = i32x4.shuffle(upper, lower, 0, 4, 1, 5);
  const two = i32x4.shuffle(upper, lower, 2, 6, 3, 7);
  widened(to, i16x8.extend_low_i8x16_u(one), scale);
  widened(to + STEP, i16x8.extend_high_i8x16_u(one), scale);
  widened(to + 2 * STEP, i16x8.extend_low_i8x16_u(two), scale);
  widened(to + 3 * STEP, i16x8.extend_high_i8x16_u(two), scale);
}

// @ts-ignore: decorator
@inline
function lowBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator
@inline
function highBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

// @ts-ignore: decorator
@inline
function lowPairs(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

// @ts-ignore: decorator
@inline
function highPairs(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** Stores eight columns of the first `count` of eight lines as rows, `stride` bytes apart. */
function storeBlock(to: usize, stride: i32, count: i32, line: usize): void {
  const c0 = rounded(line), c1 = rounded(line + STEP), c2 = rounded(line + 2 * STEP), c3 = rounded(line + 3 * STEP);
  const c4 = rounded(line + 4 * STEP), c5 = rounded(line + 5 * STEP), c6 = rounded(line + 6 * STEP);
  const c7 = rounded(line + 7 * STEP);
  // Columns of eight rows become rows of eight columns, by pairs, fours, eights.
  const a0 = lowPairs(c0, c1), a1 = highPairs(c0, c1), a2 = lowPairs(c2, c3), a3 = highPairs(c2, c3);
  const a4 = lowPairs(c4, c5), a5 = highPairs(c4, c5), a6 = lowPairs(c6, c7), a7 = highPairs(c6, c7);
  const two = <usize>stride << 1;
  storeRows(to, stride, count, i32x4.shuffle(a0, a2, 0, 4, 1, 5), i32x4.shuffle(a4, a6, 0, 4, 1, 5));
  storeRows(to + two, stride, count - 2, i32x4.shuffle(a0, a2, 2, 6, 3, 7), i32x4.shuffle(a4, a6, 2, 6, 3, 7));
  storeRows(to + 2 * two, stride, count - 4, i32x4.shuffle(a1, a3, 0, 4, 1, 5), i32x4.shuffle(a5, a7, 0, 4, 1, 5));
  storeRows(to + 3 * two, stride, count - 6, i32x4.shuffle(a1, a3, 2, 6, 3, 7), i32x4.shuffle(a5, a7, 2, 6, 3, 7));
}

/** Two rows: their left four columns are in `left`, one row after the other. */
// @ts-ignore: decorator
@inline
function storeRows(to: usize, stride: i32, count: i32, left: v128, right: v128): void {
  if (count > 0) v128.store(to, i64x2.shuffle(left, right, 0, 2));
  if (count > 1) v128.store(to + <usize>stride, i64x2.shuffle(left, right, 1, 3));
}

/** Rows of `splineRows` become Q4 coefficients, each with {@link HALF} added, in place. `scratch` holds {@link STEP} bytes a row. */
export function splineColumns(plane: usize, width: i32, height: i32, stride: i32, scratch: usize): void {
  const scale = f32x4.splat(6 * COEFFICIENTS / ROWS);
  const half = i16x8.splat(HALF);
  for (let x = 0; x < width; x += 8) {
    const top = plane + (<usize>x << 1);
    for (let y = 0; y < height; y++) widened(scratch + <usize>y * STEP, v128.load(top + <usize>(y * stride)), scale);
    recurse(scratch, height);
    for (let y = 0; y < height; y++)
      v128.store(top + <usize>(y * stride), i16x8.add(rounded(scratch + <usize>y * STEP), half));
  }
}
