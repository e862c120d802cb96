/**
 * Integrated loudness after ITU-R BS.1770-4 at 48 kHz, on a grid of short windows, so that a sound can be trimmed
 * or limited after it was measured.
 */

/** Sample frames of a window: 5 ms at 48 kHz. */
export const windowFrames = 240;

const blockWindows = 80; // 400 ms
const stepWindows = 20; // 75 % overlap
const absoluteGate = -70;
const relativeGate = -10;

/** Some samples of one channel of interleaved sound: sample `i` is `samples[offset + i * stride]`. */
export interface ChannelSlice {
  samples: Float32Array;
  offset: number;
  stride: number;
  frames: number;
}

/**
 * One channel's K-weighting filter: a high shelf for the head, then a high pass. Give it the sound slice by slice,
 * in order; the answer is the slice's sum of squares.
 */
export function createKWeighting(): (slice: ChannelSlice) => number {
  // x1 x2 y1 y2 z1 z2; an array, because numbers that a closure keeps are slow.
  const state = new Float64Array(6);
  return ({ samples, offset, stride, frames }) => {
    let [x1, x2, y1, y2, z1, z2] = state as unknown as [number, number, number, number, number, number];
    let sum = 0;
    for (let i = 0, at = offset; i < frames; i++, at += stride) {
      const x = samples[at]!;
      const y =
        1.53512485958697 * x -
        2.69169618940638 * x1 +
        1.19839281085285 * x2 +
        1.69065929318241 * y1 -
        0.73248077421585 * y2;
      const z = y - 2 * y1 + y2 + 1.99004745483398 * z1 - 0.99007225036621 * z2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      z2 = z1;
      z1 = z;
      sum += z * z;
    }
    state.set([x1, x2, y1, y2, z1, z2]);
    return sum;
  };
}

/**
 * @param power K-weighted mean square of each window, summed over the channels.
 * @returns LUFS; −Infinity for silence. A sound shorter than one block counts as one block.
 */
export function integratedLoudness(power: Float32Array): number {
  const blocks = blockPowers(power).filter((block) => lufs(block) >= absoluteGate);
  if (blocks.length === 0) return -Infinity;
  const threshold = lufs(mean(blocks)) + relativeGate;
  return lufs(mean(blocks.filter((block) => lufs(block) >= threshold)));
}

function blockPowers(power: Float32Array): number[] {
  if (power.length === 0) return [];
  if (power.length < blockWindows) return [mean(power)];
  const blocks: number[] = [];
  for (let at = 0; at + blockWindows <= power.length; at += stepWindows)
    blocks.push(mean(power.subarray(at, at + blockWindows)));
  return blocks;
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

function lufs(power: number): number {
  return -0.691 + 10 * Math.log10(power);
}

export function decibels(ratio: number): number {
  return 20 * Math.log10(ratio);
}

export function fromDecibels(db: number): number {
  return 10 ** (db / 20);
}
