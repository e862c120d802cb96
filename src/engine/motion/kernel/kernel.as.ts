/**
 * The resampling kernel, in AssemblyScript: WebAssembly with 128-bit SIMD.
 *
 * FILTER. Separable cubic spline interpolation (Unser, Aldroubi, Eden, IEEE Trans. SP 41, 1993). A canvas becomes
 * B-spline coefficients once (`spline.as.ts`); a frame is their sum, weighted by the cubic B-spline, 4 taps. Where the box
 * has more samples than the frame (scale s > 1) the B-spline is stretched s times, ⌈4s⌉ taps made even, so that fine
 * detail is averaged instead of shimmering, and corrected so that what remains keeps its contrast (`taps.as.ts`). Every
 * output column and row has its own exact phase (computed in float64, no phase table). Coefficients beyond the
 * edges repeat the edge's.
 *
 * NUMBERS. 8-bit samples; coefficients Q4 in int16 (|c| < 1300: each axis of the prefilter amplifies up to 3 times);
 * Q14 weights in int16 that sum to exactly 16384; vertical pass first, 32-bit dot products cut to a Q5 int16 row;
 * horizontal pass, 32-bit Q19, the cut made good on average, rounded and saturated to 8 bits.
 *
 * ERROR against the same filter in float64, rounded once: at most 1 code value. (Coefficients are off by ≤ 2⁻⁵ and
 * what ≤ 2⁻⁷ before their second pass becomes, ≤ 3·2⁻⁷; the row by ≤ 2⁻⁶; the weights by ≤ 2⁻¹⁵ a tap: together below
 * 0.3 code value before the last rounding even in a checkerboard.)
 *
 * Memory belongs to the caller (`resampler.ts` lays it out). Reads may run up to 32 bytes past a plane, writes up to
 * 15 bytes past a plane; planes are therefore written in ascending order and slack follows the last.
 */
export { columnTaps, rowTaps } from './taps.as';
export { resample } from './resample.as';
export { resampleShift } from './shift.as';
export { splineColumns, splineRows } from './spline.as';
export { rgbToI420 } from './colour.as';
