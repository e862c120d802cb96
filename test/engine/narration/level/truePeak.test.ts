import assert from 'node:assert/strict';
import * as fc from 'fast-check';
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

// ITU-R BS.1770-4, annex 2: phases 0 and 1; 3 and 2 are these backwards.
const outer = [
  0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625,
  0.97216796875, -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125,
];
const inner = [
  -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625, 0.77978515625,
  -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375,
];
const phases = [outer, inner, inner.toReversed(), outer.toReversed()];

/** By the standard's words: every phase of the filter at every sample. */
function plainPeakOf(samples: Float32Array): number {
  let highest = 0;
  for (let at = 0; at < samples.length; at++) {
    const values = phases.map((phase) =>
      phase.reduce((sum, tap, i) => sum + tap * (samples[at - 11 + i] ?? 0), 0),
    );
    highest = Math.max(highest, Math.abs(samples[at]!), ...values.map(Math.abs));
  }
  return highest;
}

describe('The true peak', () => {
  it('is that of the standard’s filter, for any sound', () => {
    const sound = fc.float32Array({ min: -1, max: 1, noNaN: true, maxLength: 200 });
    fc.assert(
      fc.property(sound, fc.integer({ min: 1, max: 100 }), (samples, sliceFrames) => {
        assert.ok(Math.abs(peakOf(samples, sliceFrames) - plainPeakOf(samples)) < 1e-12);
      }),
    );
  });

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
