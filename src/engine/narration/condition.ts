import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from '../failure.ts';
import { sampleRate } from './decode.ts';
import { planGain, type GainPlan } from './level/gain.ts';
import { windowFrames } from './level/loudness.ts';
import { createProfiler, type SoundProfile } from './level/profile.ts';
import { soundRange } from './level/trim.ts';
import { openPcm, type Pcm, type SoundSource } from './pcm.ts';
import { wavHeader } from './wav.ts';

/** Part of every cache key: raise it when the same source would come out differently. */
export const conditionVersion = 1;

export interface ConditionOptions {
  /** Integrated, LUFS, as played on two loudspeakers: a mono file counts for both. */
  loudness: number;
  /** dBTP */
  truePeak: number;
  trimSilence: boolean;
  /** Seconds of silence added at the end. */
  segmentPause: number;
  /** Path of ffmpeg. */
  ffmpeg: string;
}

export interface Conditioned {
  channels: 1 | 2;
  sampleFrames: number;
  /** Seconds cut from the start of the source. */
  cutBefore: number;
  /** Seconds of sound in the result, before the pause. */
  soundSeconds: number;
  /** The loudness of the kept sound over time: mean squares of 5 ms each. */
  activity: Float32Array;
}

/** Sample frames that are worked on at a time, whole windows: a second, a few milliseconds' work. */
const pieceFrames = 200 * windowFrames;
/** Sample frames of the ramp where a sound was cut. */
const fadeFrames = 240;

/**
 * The one door that every sound goes through: brought to 48 kHz, silence cut at both ends, levelled, padded, written
 * as 16-bit PCM WAV. The source is read twice, once to measure and once to write, so that memory hardly depends on
 * its length.
 *
 * @throws UnreadableSound, StoryFlowFailure.
 */
export async function condition(
  source: SoundSource,
  wavFile: string,
  options: ConditionOptions,
  signal: AbortSignal,
): Promise<Conditioned> {
  await using pcm = await openPcm(source, `${wavFile}.pcm`, options.ffmpeg, signal);
  const { channels, sampleFrames: total } = pcm;
  const profile = await measure(pcm, signal);
  const kept = options.trimSilence ? soundRange(profile) : { from: 0, to: profile.level.length };
  const plan = planGain(
    profile.power.subarray(kept.from, kept.to),
    profile.peak.subarray(kept.from, kept.to),
    options.loudness,
    options.truePeak,
  );
  const first = kept.from * windowFrames;
  const end = Math.min(total, kept.to * windowFrames);
  const outChannels = channels === 2 && !profile.identicalChannels ? 2 : 1;
  const pauseFrames = Math.round(options.segmentPause * sampleRate);
  const sampleFrames = end - first + pauseFrames;
  // writeFile goes on where the last one ended, and writes all or fails; write may stop half-way on a full disk.
  const wav = await open(wavFile, 'w');
  try {
    await wav.writeFile(wavHeader(sampleFrames, outChannels, sampleRate));
    for (let at = first; at < end; at += pieceFrames) {
      throwIfCancelled(signal);
      const samples = await pcm.read(at, Math.min(pieceFrames, end - at));
      await wav.writeFile(finished(samples, channels, outChannels, at, { first, end, total, plan }));
    }
    for (let left = pauseFrames; left > 0; left -= pieceFrames)
      await wav.writeFile(Buffer.alloc(Math.min(left, pieceFrames) * outChannels * 2));
  } finally {
    await wav.close();
  }
  return {
    channels: outChannels,
    sampleFrames,
    cutBefore: first / sampleRate,
    soundSeconds: (end - first) / sampleRate,
    activity: profile.level.subarray(kept.from, kept.to),
  };
}

async function measure(pcm: Pcm, signal: AbortSignal): Promise<SoundProfile> {
  const profiler = createProfiler(pcm.channels, pcm.sampleFrames);
  for (let at = 0; at < pcm.sampleFrames; at += pieceFrames) {
    throwIfCancelled(signal);
    profiler.add(await pcm.read(at, Math.min(pieceFrames, pcm.sampleFrames - at)));
    // Speech is read without waiting for anything: let others have a turn.
    await setImmediate();
  }
  return profiler.finish();
}

interface Shape {
  /** Sample frames of the source: first kept, after the last kept, all. */
  first: number;
  end: number;
  total: number;
  plan: GainPlan;
}

/** One piece, levelled, faded where it was cut, as 16-bit samples. */
function finished(
  samples: Float32Array,
  channels: number,
  outChannels: number,
  at: number,
  shape: Shape,
): Uint8Array {
  const factors = factorsOf(at, samples.length / channels, shape);
  const out = new Int16Array(factors.length * outChannels);
  for (let channel = 0; channel < outChannels; channel++)
    for (let i = 0; i < factors.length; i++) {
      const value = Math.round(samples[i * channels + channel]! * factors[i]!);
      out[i * outChannels + channel] = Math.max(-32_768, Math.min(32_767, value));
    }
  return new Uint8Array(out.buffer);
}

/** What the samples of each frame are multiplied by. */
function factorsOf(at: number, frames: number, { first, end, total, plan }: Shape): Float64Array {
  const factors = new Float64Array(frames).fill(plan.gain * 32_768);
  if (plan.limiter) multiplyByCurve(factors, plan.limiter, at - first);
  const afterFade = first > 0 ? Math.min(frames, first + fadeFrames - at) : 0;
  for (let i = 0; i < afterFade; i++) factors[i]! *= (at + i - first) / fadeFrames;
  const fadeFrom = end < total ? Math.max(0, end - fadeFrames - at) : frames;
  for (let i = fadeFrom; i < frames; i++) factors[i]! *= (end - 1 - at - i) / fadeFrames;
  return factors;
}

/** By the curve's values at the centres of the windows, linearly between them; beyond its ends the end values. */
function multiplyByCurve(factors: Float64Array, curve: Float32Array, at: number): void {
  const last = curve.length - 1;
  for (let i = 0; i < factors.length;) {
    const window = Math.floor((at + i) / windowFrames - 0.5);
    const next = Math.min(factors.length, (window + 1.5) * windowFrames - at);
    const from = curve[Math.min(Math.max(window, 0), last)]!;
    const to = curve[Math.min(window + 1, last)]!;
    if (from === 1 && to === 1) i = next;
    for (; i < next; i++) factors[i]! *= from + (to - from) * ((at + i) / windowFrames - 0.5 - window);
  }
}
