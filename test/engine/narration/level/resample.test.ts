import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { resampler } from '../../../../src/engine/narration/level/resample.ts';

const sine = (hz: number, rate: number, frames: number) =>
  Float32Array.from({ length: frames }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate));

/** Signal to error in dB, away from the ends. */
function quality(hz: number, from: number): number {
  const { read, outputFrames } = resampler(from, 48_000);
  const input = sine(hz, from, from / 10);
  const output = read(input, 0, outputFrames(input.length));
  const ideal = sine(hz, 48_000, output.length);
  let signal = 0;
  let error = 0;
  for (let i = 200; i < output.length - 200; i++) {
    signal += ideal[i]! ** 2;
    error += (output[i]! - ideal[i]!) ** 2;
  }
  return 10 * Math.log10(signal / error);
}

describe('Resampling to 48 kHz', () => {
  it('keeps speech exact to 60 dB, in level and in time', () => {
    for (const rate of [22_050, 24_000, 16_000])
      for (const hz of [50, 440, 3000, rate * 0.4]) assert.ok(quality(hz, rate) > 60, `${hz} Hz at ${rate}`);
  });

  it('lets no higher tone in when the rate falls', () => {
    const { read, outputFrames } = resampler(96_000, 48_000);
    const input = sine(30_000, 96_000, 9600);
    const output = read(input, 0, outputFrames(input.length)).subarray(200, -200);
    assert.ok(Math.max(...output.map(Math.abs)) < 0.5e-3);
  });

  it('leaves sound of the right rate untouched', () => {
    const input = sine(440, 48_000, 100);
    assert.deepEqual(resampler(48_000, 48_000).read(input, 0, 100), input);
  });

  it('lasts as long as before', () => {
    assert.equal(resampler(22_050, 48_000).outputFrames(22_050), 48_000);
    assert.equal(resampler(24_000, 48_000).outputFrames(0), 0);
  });

  it('comes out the same in pieces', () => {
    const { read, outputFrames } = resampler(22_050, 48_000);
    const input = sine(700, 22_050, 500);
    const whole = read(input, 0, outputFrames(500));
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(200), (at, count) => {
        assert.deepEqual(read(input, at, count), whole.slice(at, at + count));
      }),
    );
  });
});
