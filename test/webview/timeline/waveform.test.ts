import { strict as assert } from 'node:assert';
import { decodePeaks, waveformPath } from '../../../src/webview/timeline/waveform.ts';

/** Half heights of the bars of a path. */
const heights = (path: string) =>
  [...path.matchAll(/M[\d.]+ ([\d.]+)V([\d.]+)/g)].map(
    ([, top, bottom]) => (Number(bottom) - Number(top)) / 2,
  );

describe('waveforms', () => {
  it('come from base64, and from nonsense as silence', () => {
    assert.deepEqual([...decodePeaks(Buffer.from([0, 127, 255]).toString('base64'))], [0, 127, 255]);
    assert.equal(decodePeaks('***').length, 0);
  });

  it('keep the loudest peak at every zoom', () => {
    const peaks = new Uint8Array(5000).fill(20);
    peaks[2503] = 255;
    for (const zoom of [0.5, 5, 50, 240]) {
      const path = waveformPath(peaks, zoom, { from: 0, to: 100 * zoom, height: 40 });
      assert.equal(Math.max(...heights(path)), 19, `at ${zoom}`);
    }
  });

  it('draw the same bars for a part as for the whole', () => {
    const peaks = Uint8Array.from({ length: 500 }, (_, i) => (i * 37) % 256);
    const whole = waveformPath(peaks, 100, { from: 0, to: 1000, height: 40 });
    const part = waveformPath(peaks, 100, { from: 300, to: 600, height: 40 });
    assert.ok(whole.includes(part) && part.length > 0);
  });

  it('end with their sound', () => {
    const path = waveformPath(new Uint8Array(50).fill(9), 30, { from: 0, to: 300, height: 40 });
    assert.equal(heights(path).length, 10);
  });
});
