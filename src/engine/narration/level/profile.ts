import { createKWeighting, windowFrames, type ChannelSlice } from './loudness.ts';
import { createPeakMeter } from './truePeak.ts';

/** A sound as the leveller sees it: three figures for each window of {@link windowFrames} sample frames. */
export interface SoundProfile {
  sampleFrames: number;
  /** K-weighted mean square, summed over the channels; a mono sound counts twice, as it is played on two. */
  power: Float32Array;
  /** Mean square of the loudest channel, unweighted: tells sound from silence. */
  level: Float32Array;
  /** True peak of all channels, linear. */
  peak: Float32Array;
  /** Both channels are the same sample for sample. */
  identicalChannels: boolean;
}

/** Measures interleaved samples that come in pieces; a piece holds whole windows, except the last. */
export function createProfiler(channels: 1 | 2, sampleFrames: number) {
  const windows = Math.ceil(sampleFrames / windowFrames);
  const profile: SoundProfile = {
    sampleFrames,
    power: new Float32Array(windows),
    level: new Float32Array(windows),
    peak: new Float32Array(windows),
    identicalChannels: true,
  };
  const meters = Array.from({ length: channels }, () => ({
    weigh: createKWeighting(),
    peak: createPeakMeter(),
  }));
  let window = 0;

  function add(samples: Float32Array): void {
    for (let at = 0; at < samples.length; at += windowFrames * channels, window++) {
      const frames = Math.min(windowFrames, (samples.length - at) / channels);
      for (const [channel, meter] of meters.entries()) {
        const slice = { samples, offset: at + channel, stride: channels, frames };
        // A mono sound is played on both loudspeakers.
        profile.power[window]! += (meter.weigh(slice) / frames) * (channels === 1 ? 2 : 1);
        profile.level[window] = Math.max(profile.level[window]!, meanSquare(slice));
        profile.peak[window] = Math.max(profile.peak[window]!, meter.peak(slice));
      }
    }
    if (channels === 2) profile.identicalChannels &&= isDualMono(samples);
  }

  return { add, finish: () => profile };
}

function meanSquare({ samples, offset, stride, frames }: ChannelSlice): number {
  let sum = 0;
  for (let i = 0, at = offset; i < frames; i++, at += stride) sum += samples[at]! * samples[at]!;
  return sum / frames;
}

function isDualMono(samples: Float32Array): boolean {
  for (let i = 0; i < samples.length; i += 2) if (samples[i] !== samples[i + 1]) return false;
  return true;
}
