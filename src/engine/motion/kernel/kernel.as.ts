/**
 * The resampling kernel, in AssemblyScript: WebAssembly with 128-bit SIMD.
 *
 * FILTER. Separable cubic spline interpolation (Unser, Aldroubi, Eden, IEEE Trans. SP 41, 1993). A canvas becomes
 * B-spline coefficients once (`spline.as.ts`); a frame is their sum, weighted by the cubic B-spline, 4 taps. Where the box
 * has more samples than the frame (scale s > 1) the B-spline is stretched s times, ⌈4s⌉ taps or a few more, so that fine
 * detail is averaged instead of shimmering, and corrected so that what remains keeps its contrast (`taps.as.ts`). Every
 * output column and row has its own exact phase (computed in float64, no phase table). Coefficients beyond the
 * edges repeat the edge's.
 *
 * NUMBERS. 8-bit samples. Coefficients: Q4 in int16 (|c| < 1300: each axis of the prefilter amplifies up to 3 times), plus
 * half a code value, which every weighted sum hands on, so that cutting off its fraction rounds. Rows: Q15 weights that
 * sum to exactly 32768, each product rounded to Q4 (`times`); beyond 8 taps added up in 32 bits and rounded once. Columns of
 * pans: the same again. Columns of zooms: Q14 weights that sum to exactly 16384, 32-bit dot products. Then cut to 8 bits.
 *
 * ERROR against the same filter in float64, rounded once: at most 1 code value, 0.04 on average. (Each rounded product is off
 * by ≤ 2⁻⁵: 8 rows by ≤ ¼, four columns by ≤ ⅛; coefficients by ≤ 2⁻⁵ and what ≤ 2⁻⁷ before their second pass becomes,
 * ≤ 3·2⁻⁷; weights by ≤ 2⁻¹⁵ a tap: together below half a code value before the last rounding.)
 *
 * Memory belongs to the caller (`resampler.ts` lays it out). Reads may run up to 64 bytes past a plane, writes up to
 * 15 bytes; planes are therefore written in ascending order and slack follows the last.
 *
 * Built twice, with and without relaxed SIMD (`arithmetic.as.ts`); both give the same frames.
 */
export { columnTaps, rowTaps } from './taps.as';
export { resample } from './resample.as';
export { resampleShift } from './shift.as';
export { splineColumns, splineRows } from './spline.as';
export { rgbToI420 } from './colour.as';
