import assert from 'node:assert/strict';
import { execa } from 'execa';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { randomOf } from '../../bench/random.ts';
import type { RawSegment } from '../../bench/rawFrames.ts';
import { ssimAgainst } from '../../bench/ssim.ts';
import { findFfmpeg } from '../../src/engine/video/ffmpeg.ts';

const video = { width: 128, height: 64, fps: 30 };
const frameBytes = (video.width * video.height * 3) / 2;

describe('similarity with raw frames', () => {
  let folder: string;
  let ffmpeg: string;
  let file: string;
  let segments: RawSegment[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ssim-'));
    ({ path: ffmpeg } = await findFfmpeg());
    segments = [await rawSegment(1, 5), await rawSegment(2, 3)];
    file = join(folder, 'video.mp4');
    const size = `${video.width}x${video.height}`;
    const input = `concat:${segments.map((segment) => segment.file).join('|')}`;
    const read = ['-f', 'rawvideo', '-pixel_format', 'yuv420p', '-video_size', size, '-framerate', '30'];
    await execa(ffmpeg, ['-v', 'error', ...read, '-i', input, '-c:v', 'libx264', '-qp', '0', file]);
  });

  after(() => rm(folder, { recursive: true }));

  it('is 1 when nothing was lost', async () => {
    assert.deepEqual(await ssimAgainst(ffmpeg, file, segments, video), { all: 1, luma: 1 });
  });

  it('falls when frames are not those that were encoded', async () => {
    const { all } = await ssimAgainst(ffmpeg, file, [...segments].reverse(), video);
    assert.ok(all < 0.9, `${all}`);
  });

  async function rawSegment(seed: number, frames: number): Promise<RawSegment> {
    const random = randomOf(seed);
    const raw = join(folder, `${seed}.yuv`);
    await writeFile(
      raw,
      Uint8Array.from({ length: frames * frameBytes }, () => 16 + random() * 219),
    );
    return { file: raw, frames };
  }
});
