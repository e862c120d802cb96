import assert from 'node:assert/strict';
import { execa } from 'execa';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { lumaFrames, type FrameRange } from '../../../bench/trembling/lumaFrames.ts';
import { findFfmpeg } from '../../../src/engine/video/ffmpeg.ts';

const size = { width: 32, height: 16 };

describe('luma of the frames of a video', () => {
  let folder: string;
  let ffmpeg: string;
  let file: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'luma-'));
    ({ path: ffmpeg } = await findFfmpeg());
    file = join(folder, 'steps.mkv');
    // Frame n is 20 + 5n all over.
    const source = `color=s=${size.width}x${size.height}:r=30,format=gray,geq=lum='20+5*N'`;
    await execa(ffmpeg, [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      source,
      '-frames:v',
      '12',
      '-c:v',
      'ffv1',
      file,
    ]);
  });

  after(() => rm(folder, { recursive: true }));

  it('comes frame by frame, as it stands in the file', async () => {
    assert.deepEqual(
      await levels(),
      Array.from({ length: 12 }, (_, n) => 20 + 5 * n),
    );
  });

  it('comes of a range only, without copies of its first frame', async () => {
    assert.deepEqual(await levels({ first: 5, count: 4 }), [45, 50, 55, 60]);
  });

  async function levels(range?: FrameRange): Promise<number[]> {
    const found: number[] = [];
    for await (const frame of lumaFrames(ffmpeg, file, size, range)) {
      assert.equal(frame.length, size.width * size.height);
      assert.ok(frame.every((value) => value === frame[0]));
      found.push(frame[0]!);
    }
    return found;
  }
});
