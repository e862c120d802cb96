import assert from 'node:assert/strict';
import { createPeakMeter } from '../../../../src/engine/narration/level/truePeak.ts';

function peakOf(samples: Float32Array, sliceFrames = samples.length): number {
  const meter = createPeakMeter();
  let highest = 0;
  for (let offset = 0; offset < samples.length; offset += sliceFrames)
    highest = Math.max(
      highest,
      meter({ samples, offset, stride: 1, frames: Math.min(sliceFrames, samples.length - offset) }),
    );
  return highest;
}

describe('The true peak', () => {
  const between = Float32Array.from({ length: 4800 }, (_, i) => Math.sin((Math.PI / 2) * i + Math.PI / 4));

  it('lies between samples where a wave has its crest there', () => {
    assert.ok(Math.max(...between) < 0.708);
    // Tolerance of the standard's filter: +0.2, −0.4 dB.
    assert.ok(peakOf(between) > 0.955 && peakOf(between) < 1.023, `${peakOf(between)}`);
  });

  it('is never below the sample peak', () => {
    const click = new Float32Array(100);
    click[50] = -0.9;
    assert.ok(peakOf(click) >= Math.fround(0.9));
  });

  it('does not depend on how the sound is sliced', () => {
    assert.equal(peakOf(between, 240), peakOf(between));
    assert.equal(peakOf(between, 7), peakOf(between));
  });
});
