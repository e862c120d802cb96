import assert from 'node:assert/strict';
import { fromDecibels, integratedLoudness } from '../../../../src/engine/narration/level/loudness.ts';
import { createProfiler } from '../../../../src/engine/narration/level/profile.ts';

/** A sine of so many Hz and dBFS; both channels alike, or one. */
function sine(hz: number, level: number, seconds: number, channels: 1 | 2 = 2): Float32Array {
  const samples = new Float32Array(Math.round(seconds * 48_000) * channels);
  for (let i = 0; i < samples.length; i++)
    samples[i] = fromDecibels(level) * Math.sin((2 * Math.PI * hz * Math.floor(i / channels)) / 48_000);
  return samples;
}

function loudness(samples: Float32Array, channels: 1 | 2 = 2): number {
  const profiler = createProfiler(channels, samples.length / channels);
  for (let at = 0; at < samples.length; at += 48_000 * channels)
    profiler.add(samples.subarray(at, at + 48_000 * channels));
  return integratedLoudness(profiler.finish().power);
}

function near(actual: number, expected: number, tolerance = 0.1): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

// The first tests are cases of EBU Tech 3341 (table 1), shortened.
describe('Integrated loudness', () => {
  it('of a stereo 1 kHz sine at −23 dBFS is −23 LUFS, at −33 dBFS −33', () => {
    near(loudness(sine(1000, -23, 2)), -23);
    near(loudness(sine(1000, -33, 2)), -33);
  });

  it('leaves quiet passages out of the measure', () => {
    const parts = [sine(1000, -36, 2), sine(1000, -23, 8), sine(1000, -36, 2)];
    near(loudness(joined(parts)), -23, 0.3);
  });

  it('leaves silence out of the measure', () => {
    near(loudness(joined([sine(1000, -72, 1), sine(1000, -23, 4), new Float32Array(96_000)])), -23, 0.5);
  });

  it('counts a mono sound as it is played: on two loudspeakers', () => {
    near(loudness(sine(1000, -23, 2, 1), 1), -23);
  });

  it('of a sound shorter than a block is that of the whole sound', () => {
    near(loudness(sine(1000, -23, 0.2)), -23, 0.3);
  });

  it('of silence and of nothing is −∞', () => {
    assert.equal(loudness(new Float32Array(96_000)), -Infinity);
    assert.equal(integratedLoudness(new Float32Array(0)), -Infinity);
  });
});

function joined(parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
