import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { limiterCurve, planGain } from '../../../../src/engine/narration/level/gain.ts';
import {
  decibels,
  fromDecibels,
  integratedLoudness,
} from '../../../../src/engine/narration/level/loudness.ts';

const peaks = fc.array(fc.float({ min: 0, max: 4, noNaN: true }), { minLength: 1, maxLength: 80 });

describe('The limiter', () => {
  it('does nothing below the ceiling', () => {
    assert.equal(limiterCurve(Float32Array.of(0.1, 0.5, 0.2), 0.5), undefined);
  });

  it('holds every peak below the ceiling, also between the windows', () => {
    fc.assert(
      fc.property(peaks, (values) => {
        const curve = limiterCurve(Float32Array.from(values), 0.5) ?? new Float32Array(values.length).fill(1);
        for (const [window, peak] of values.entries()) {
          const highest = Math.max(curve[window]!, curve[window - 1] ?? 0, curve[window + 1] ?? 0);
          assert.ok(peak * highest <= 0.5 + 1e-6, `${peak} × ${highest}`);
        }
      }),
    );
  });

  it('begins before a peak, lets go slowly after it, and leaves the rest alone', () => {
    const values = new Float32Array(200).fill(0.1);
    values[50] = 1;
    const curve = limiterCurve(values, 0.5)!;
    assert.equal(curve[40], 1);
    assert.ok(curve[46]! < 1);
    assert.ok(curve[60]! < 1);
    assert.ok(Math.abs(curve[120]! - 1) < 1e-5);
  });
});

describe('The gain', () => {
  const power = (level: number, windows: number) =>
    new Float32Array(windows).fill(10 ** ((level + 0.691) / 10));

  it('brings a sound to its target', () => {
    const { gain, limiter } = planGain(power(-30, 400), new Float32Array(400).fill(0.05), -16, -1.5);
    assert.ok(Math.abs(decibels(gain) - 14) < 0.01);
    assert.equal(limiter, undefined);
  });

  it('makes good what the limiter takes', () => {
    const loud = power(-20, 2000);
    // A peak every half second.
    const peak = Float32Array.from({ length: 2000 }, (_, i) => (i % 100 === 50 ? 1 : 0.1));
    const { gain, limiter } = planGain(loud, peak, -16, -1.5);
    const out = integratedLoudness(loud.map((value, i) => value * (gain * limiter![i]!) ** 2));
    assert.ok(Math.abs(out + 16) < 0.2, `${out}`);
    for (const [i, value] of peak.entries()) assert.ok(value * gain * limiter![i]! <= fromDecibels(-1.5));
  });

  it('leaves silence as it is', () => {
    assert.deepEqual(planGain(new Float32Array(400), new Float32Array(400), -16, -1.5), {
      gain: 1,
      limiter: undefined,
    });
    assert.equal(planGain(power(-75, 400), new Float32Array(400), -16, -1.5).gain, 1);
  });

  it('does not turn a hopelessly quiet recording into noise', () => {
    const { gain } = planGain(power(-65, 400), new Float32Array(400).fill(0.001), -16, -1.5);
    assert.ok(decibels(gain) <= 36.001);
  });
});
