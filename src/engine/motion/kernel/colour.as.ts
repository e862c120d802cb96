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
