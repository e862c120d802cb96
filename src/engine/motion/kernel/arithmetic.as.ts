/**
 * Where relaxed SIMD is there (built with `--enable relaxed-simd`; V8 from 11.4 on) each of these is one instruction of
 * the processor, otherwise two or three. Both give the same: what is relaxed about them never occurs here.
 */

/** Products of Q15 fractions, rounded: (a·b + 2¹⁴) >> 15. They are never both −1. */
// @ts-ignore: decorator
@inline
export function times(a: v128, b: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i16x8.relaxed_q15mulr_s(a, b) : i16x8.q15mulr_sat_s(a, b);
}

/** The bytes of `a` at 16 places, each below 16. */
// @ts-ignore: decorator
@inline
export function bytesAt(a: v128, places: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i8x16.relaxed_swizzle(a, places) : i8x16.swizzle(a, places);
}
