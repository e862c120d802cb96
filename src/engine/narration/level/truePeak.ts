import type { ChannelSlice } from './loudness.ts';

/**
 * The interpolation filter of ITU-R BS.1770-4 annex 2: 4 phases of 12 taps; the last two phases are the first two
 * mirrored.
 */
const outer = Float64Array.of(
  0.001708984375,
  0.010986328125,
  -0.0196533203125,
  0.033203125,
  -0.0594482421875,
  0.1373291015625,
  0.97216796875,
  -0.102294921875,
  0.047607421875,
  -0.026611328125,
  0.014892578125,
  -0.00830078125,
);
const inner = Float64Array.of(
  -0.0291748046875,
  0.029296875,
  -0.0517578125,
  0.089111328125,
  -0.16650390625,
  0.465087890625,
  0.77978515625,
  -0.2003173828125,
  0.1015625,
  -0.0582275390625,
  0.0330810546875,
  -0.0189208984375,
);
const taps = outer.length;
/** No interpolated value is further from 0 than the furthest of its samples, times this. */
const mostRise = inner.reduce((sum, tap) => sum + Math.abs(tap), 0);

/**
 * Factors for the sums of mirrored samples that make (x + y) / 2, and for their differences that make (x − y) / 2, where x
 * is filtered and y filtered by the mirror image: half the multiplications. The larger of |x| and |y| is the sum of the
 * two sizes.
 */
function mirrored(filter: Float64Array, sign: 1 | -1): Float64Array {
  return filter.subarray(0, taps / 2).map((tap, i) => (tap + sign * filter[taps - 1 - i]!) / 2);
}
type Six = [number, number, number, number, number, number];
const [a0, a1, a2, a3, a4, a5] = mirrored(outer, 1) as unknown as Six;
const [b0, b1, b2, b3, b4, b5] = mirrored(outer, -1) as unknown as Six;
const [c0, c1, c2, c3, c4, c5] = mirrored(inner, 1) as unknown as Six;
const [d0, d1, d2, d3, d4, d5] = mirrored(inner, -1) as unknown as Six;

/**
 * Meters one channel: give it the sound slice by slice, in order; the answer is the slice's highest level, ≥ 0.
 */
export function createPeakMeter(): (slice: ChannelSlice) => number {
  /** The last samples of the slice before, then the slice. */
  let line = new Float64Array(0);
  const before = new Float64Array(taps - 1);
  return ({ samples, offset, stride, frames }) => {
    if (line.length < before.length + frames) line = new Float64Array(before.length + frames);
    line.set(before);
    for (let i = 0, at = offset; i < frames; i++, at += stride) line[before.length + i] = samples[at]!;
    const highest = peakOf(line, frames);
    before.set(line.subarray(frames, frames + before.length));
    return highest;
  };
}

/** Values interpolated at a time, or not at all when none of them can be the highest. */
const group = 12;

function peakOf(line: Float64Array, frames: number): number {
  let highest = furthest(line, taps - 1, taps - 1 + frames);
  for (let from = 0; from < frames; from += group) {
    const to = Math.min(from + group, frames);
    if (furthest(line, from, to + taps - 1) * mostRise > highest)
      highest = Math.max(highest, interpolatedPeak(line, from, to));
  }
  return highest;
}

/** From 0. */
function furthest(line: Float64Array, from: number, to: number): number {
  let highest = 0;
  for (let i = from; i < to; i++) {
    const size = Math.abs(line[i]!);
    if (size > highest) highest = size;
  }
  return highest;
}

/** Written out: the loops over the taps took twice the time. */
function interpolatedPeak(line: Float64Array, from: number, to: number): number {
  let highest = 0;
  for (let at = from; at < to; at++) {
    const x0 = line[at]!;
    const y0 = line[at + 11]!;
    const x1 = line[at + 1]!;
    const y1 = line[at + 10]!;
    const x2 = line[at + 2]!;
    const y2 = line[at + 9]!;
    const x3 = line[at + 3]!;
    const y3 = line[at + 8]!;
    const x4 = line[at + 4]!;
    const y4 = line[at + 7]!;
    const x5 = line[at + 5]!;
    const y5 = line[at + 6]!;
    const a =
      (x0 + y0) * a0 + (x1 + y1) * a1 + (x2 + y2) * a2 + (x3 + y3) * a3 + (x4 + y4) * a4 + (x5 + y5) * a5;
    const b =
      (x0 - y0) * b0 + (x1 - y1) * b1 + (x2 - y2) * b2 + (x3 - y3) * b3 + (x4 - y4) * b4 + (x5 - y5) * b5;
    const c =
      (x0 + y0) * c0 + (x1 + y1) * c1 + (x2 + y2) * c2 + (x3 + y3) * c3 + (x4 + y4) * c4 + (x5 + y5) * c5;
    const d =
      (x0 - y0) * d0 + (x1 - y1) * d1 + (x2 - y2) * d2 + (x3 - y3) * d3 + (x4 - y4) * d4 + (x5 - y5) * d5;
    highest = Math.max(highest, Math.abs(a) + Math.abs(b), Math.abs(c) + Math.abs(d));
  }
  return highest;
}
