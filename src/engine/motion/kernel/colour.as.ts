/**
 * Interleaved 8-bit R'G'B' (BT.709, full range) → I420, BT.709, limited range, for `height` (even) rows of a
 * picture: ITU-R BT.709-6 items 3.3 to 3.5, rounded to nearest. Chroma stands where H.264 expects it by default
 * ("left"): on the even columns, halfway between two rows, so it is the mean over both rows of (1 2 1)/4 across.
 */
export function rgbToI420(rgb: usize, width: i32, height: i32, y: usize, u: usize, v: usize): void {
  const blocks = 2 + ((width - 2) & ~7);
  for (let row = 0; row < height; row += 2) {
    const top = rgb + <usize>(row * width) * 3;
    const luma = y + <usize>(row * width);
    const chroma = <usize>((row * width) >> 2);
    // Blocks look at the column to the left of them, which the first pair does not have.
    columnPairs(0, 2, top, width, luma, u + chroma, v + chroma);
    for (let column = 2; column < blocks; column += 8) eightColumns(column, top, width, luma, u + chroma, v + chroma);
    columnPairs(blocks, width, top, width, luma, u + chroma, v + chroma);
  }
}

// Weights in Q20. Of luma, 219/255·(0.2126, 0.7152, 0.0722): white gives exactly 235.
const LUMA_R: i32 = 191455, LUMA_G: i32 = 644067, LUMA_B: i32 = 65019;
// Of chroma, 224/255·(B' − Y')/1.8556 and 224/255·(R' − Y')/1.5748: grey gives exactly 128.
const BLUE_R: i32 = -105533, BLUE_G: i32 = -355018, BLUE_B: i32 = 460551;
const RED_R: i32 = 460551, RED_G: i32 = -418321, RED_B: i32 = -42230;

/** What is added before a luma sum is cut to 8 bits: black's level, and a half to round. */
const LUMA_BASE: i32 = (16 << 20) + (1 << 19);
/** The same of chroma, whose samples weigh 8 together. */
const CHROMA_BASE: i32 = (128 << 23) + (1 << 22);

/** Columns `from` … `to`, both even, of two rows. */
function columnPairs(
  from: i32, to: i32, top: usize, width: i32, y: usize, u: usize, v: usize,
): void {
  for (let column = from; column < to; column += 2) {
    // At the left edge the first column is repeated.
    const left = top + <usize>(max(column - 1, 0) * 3);
    const even = top + <usize>(column * 3);
    const lower = <usize>width * 3;
    const at = y + <usize>column;
    store<u8>(at, lumaOf(even));
    store<u8>(at, lumaOf(even + 3), 1);
    store<u8>(at + <usize>width, lumaOf(even + lower));
    store<u8>(at + <usize>width, lumaOf(even + lower + 3), 1);
    const r = eightOf(left, even, lower);
    const g = eightOf(left + 1, even + 1, lower);
    const b = eightOf(left + 2, even + 2, lower);
    const pair = <usize>(column >> 1);
    store<u8>(u + pair, (BLUE_R * r + BLUE_G * g + BLUE_B * b + CHROMA_BASE) >> 23);
    store<u8>(v + pair, (RED_R * r + RED_G * g + RED_B * b + CHROMA_BASE) >> 23);
  }
}

// @ts-ignore: decorator
@inline
function lumaOf(rgb: usize): i32 {
  const r = <i32>load<u8>(rgb), g = <i32>load<u8>(rgb, 1), b = <i32>load<u8>(rgb, 2);
  return (LUMA_R * r + LUMA_G * g + LUMA_B * b + LUMA_BASE) >> 20;
}

/** One channel of the three columns around `even` in both rows, weighing 8 together. */
// @ts-ignore: decorator
@inline
function eightOf(left: usize, even: usize, lower: usize): i32 {
  const sides = <i32>load<u8>(left) + <i32>load<u8>(left + lower) + <i32>load<u8>(even, 3) + <i32>load<u8>(even + lower, 3);
  return sides + 2 * (<i32>load<u8>(even) + <i32>load<u8>(even + lower));
}

/** Eight columns from `column` ≥ 2 on, of two rows. */
// @ts-ignore: decorator
@inline
function eightColumns(column: i32, top: usize, width: i32, y: usize, u: usize, v: usize): void {
  const at = top + <usize>(column * 3);
  const below = at + <usize>width * 3;
  const even = everySecond(at), odd = everySecond(at + 3), left = everySecond(at - 3);
  const evenBelow = everySecond(below), oddBelow = everySecond(below + 3), leftBelow = everySecond(below - 3);
  const luma = i8x16.narrow_i16x8_u(lumaPairs(even, odd), lumaPairs(evenBelow, oddBelow));
  const to = y + <usize>column;
  v128.store64_lane(to, luma, 0);
  v128.store64_lane(to + <usize>width, luma, 1);
  const rg = eightOfMany(redGreen(left), redGreen(even), redGreen(odd), redGreen(leftBelow), redGreen(evenBelow), redGreen(oddBelow));
  const bb = eightOfMany(blue(left), blue(even), blue(odd), blue(leftBelow), blue(evenBelow), blue(oddBelow));
  const chroma = i16x8.narrow_i32x4_s(
    weighted(BLUE_R, BLUE_G, BLUE_B, rg, bb, CHROMA_BASE, 23),
    weighted(RED_R, RED_G, RED_B, rg, bb, CHROMA_BASE, 23),
  );
  const both = i8x16.narrow_i16x8_u(chroma, chroma);
  const pair = <usize>(column >> 1);
  v128.store32_lane(u + pair, both, 0);
  v128.store32_lane(v + pair, both, 1);
}

/** Of pixels 0, 2, 4 and 6 from `at` on, as bytes: R and G of each, then B of each, twice. Reads 24 bytes, at most. */
// @ts-ignore: decorator
@inline
function everySecond(at: usize): v128 {
  // The second load ends with pixel 6, so that nothing past the block is read.
  return i8x16.shuffle(v128.load(at), v128.load(at, 5), 0, 1, 6, 7, 12, 13, 29, 30, 2, 2, 8, 8, 14, 14, 31, 31);
}

/** (R, G) of four pixels, int16. */
// @ts-ignore: decorator
@inline
function redGreen(pixels: v128): v128 {
  return i16x8.extend_low_i8x16_u(pixels);
}

/** (B, B) of four pixels, int16. */
// @ts-ignore: decorator
@inline
function blue(pixels: v128): v128 {
  return i16x8.extend_high_i8x16_u(pixels);
}

// @ts-ignore: decorator
@inline
function eightOfMany(left: v128, even: v128, odd: v128, leftBelow: v128, evenBelow: v128, oddBelow: v128): v128 {
  const sides = i16x8.add(i16x8.add(left, leftBelow), i16x8.add(odd, oddBelow));
  return i16x8.add(sides, i16x8.shl(i16x8.add(even, evenBelow), 1));
}

/** Luma of four even and four odd columns, side by side, int16. */
// @ts-ignore: decorator
@inline
function lumaPairs(even: v128, odd: v128): v128 {
  const e = weighted(LUMA_R, LUMA_G, LUMA_B, redGreen(even), blue(even), LUMA_BASE, 20);
  const o = weighted(LUMA_R, LUMA_G, LUMA_B, redGreen(odd), blue(odd), LUMA_BASE, 20);
  return v128.or(e, i32x4.shl(o, 16));
}

/**
 * (r·R + g·G + b·B + base) >> bits, exactly: weights have up to 20 bits, so their upper and lower ten are multiplied by
 * themselves.
 */
// @ts-ignore: decorator
@inline
function weighted(r: i32, g: i32, b: i32, rg: v128, bb: v128, base: i32, bits: i32): v128 {
  const upper = i32x4.add(
    i32x4.dot_i16x8_s(rg, i32x4.splat((g >> 10) << 16 | (r >> 10) & 0xffff)),
    i32x4.dot_i16x8_s(bb, i32x4.splat((b >> 10) & 0xffff)),
  );
  const lower = i32x4.add(
    i32x4.dot_i16x8_s(rg, i32x4.splat((g & 1023) << 16 | r & 1023)),
    i32x4.dot_i16x8_s(bb, i32x4.splat(b & 1023)),
  );
  return i32x4.shr_s(i32x4.add(i32x4.add(i32x4.shl(upper, 10), lower), i32x4.splat(base)), bits);
}
