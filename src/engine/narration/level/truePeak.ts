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
    let highest = 0;
    for (let i = 0; i < frames; i++) highest = Math.max(highest, levelAt(line, i));
    before.set(line.subarray(frames, frames + before.length));
    return highest;
  };
}

/** The highest of the four interpolated values, and of the sample itself. */
function levelAt(line: Float64Array, at: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < taps; i++) {
    const x = line[at + i]!;
    a += x * outer[i]!;
    b += x * inner[i]!;
    c += x * inner[taps - 1 - i]!;
    d += x * outer[taps - 1 - i]!;
  }
  return Math.max(Math.abs(a), Math.abs(b), Math.abs(c), Math.abs(d), Math.abs(line[at + taps - 1]!));
}
