import assert from 'node:assert/strict';
import type { SegmentJob } from '../../../src/engine/render/segmentJob.ts';
import { segmentKey } from '../../../src/engine/render/segmentKey.ts';

const job: SegmentJob = {
  segmentId: 'one',
  imageFile: '/story/images/1.jpg',
  motion: { direction: 'zoom-in', zoom: 1.3 },
  frames: 150,
  width: 1920,
  height: 1080,
  fps: 30,
  slow: false,
  background: '#000000',
  encoding: { encoder: 'libx264', preset: undefined, bitrate: '8000k' },
};

describe('the key of a rendered segment', () => {
  const key = (changes: Partial<SegmentJob> = {}, picture = 'a1', ffmpeg = '7.1') =>
    segmentKey({ ...job, ...changes }, picture, ffmpeg);

  it('changes with everything that the pictures depend on', () => {
    const keys = [
      key(),
      key({}, 'b2'),
      key({}, 'a1', '7.2'),
      key({ motion: { direction: 'zoom-in', zoom: 1.31 } }),
      key({ motion: { direction: 'center-to-top-left', zoom: 1.3 } }),
      key({ frames: 151 }),
      key({ width: 1280 }),
      key({ height: 720 }),
      key({ fps: 25 }),
      key({ slow: true }),
      key({ background: '#ffffff' }),
      key({ encoding: { ...job.encoding, bitrate: '4000k' } }),
      key({ encoding: { ...job.encoding, preset: 'medium' } }),
    ];
    assert.equal(new Set(keys).size, keys.length);
  });

  it('does not change with the place of the picture or the name of the segment', () => {
    assert.equal(key({ segmentId: 'two', imageFile: 'D:\\elsewhere.jpg' }), key());
  });
});
