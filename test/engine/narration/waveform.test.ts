import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wavHeader } from '../../../src/engine/narration/wav.ts';
import { readPeaks } from '../../../src/engine/narration/waveform.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('the waveform of a narration', () => {
  const folder = temporaryFolder();

  /** One second of silence at 48 kHz with samples set, by index of the interleaved samples. */
  async function wav(channels: number, samples: Record<number, number>, frames = 48_000): Promise<string> {
    const data = Buffer.alloc(frames * channels * 2);
    for (const [index, value] of Object.entries(samples)) data.writeInt16LE(value, Number(index) * 2);
    const file = join(folder(), 'a.wav');
    await writeFile(file, Buffer.concat([wavHeader(frames, channels, 48_000), data]));
    return file;
  }

  it('has the loudest sample of each span, whichever its sign', async () => {
    const peaks = await readPeaks(await wav(1, { 0: 100, 959: -32_768, 960: 16_384, 47_999: 1 }), 50);
    assert.equal(peaks.length, 50);
    assert.deepEqual([peaks[0], peaks[1], peaks[2], peaks[49]], [255, 128, 0, 1]);
  });

  it('takes the louder of two channels', async () => {
    const peaks = await readPeaks(await wav(2, { 1: 32_767, 1919: 5, 1920: 200 }), 50);
    assert.deepEqual([...peaks.subarray(0, 3)], [255, 2, 0]);
  });

  it('has a last span for what is left over', async () => {
    const peaks = await readPeaks(await wav(1, { 48_479: 9000 }, 48_480), 50);
    assert.equal(peaks.length, 51);
    assert.ok(peaks[50]! > 0);
  });

  it('is empty for what is no such sound', async () => {
    const file = join(folder(), 'b.wav');
    await writeFile(file, 'no sound');
    assert.equal((await readPeaks(file, 50)).length, 0);
  });
});
